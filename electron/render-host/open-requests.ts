import type { OpenWork } from './ready-rule.ts';

/** Kinds of requests whose answers may change any value of the page; `Frame`: see `frameBegan`. */
const active: ReadonlySet<string> = new Set(['Frame', 'Script', 'XHR', 'Fetch', 'Preflight']);
/** Kinds that never end, or whose end changes nothing. Documents are the engine's, or those of frames. */
const ignored: ReadonlySet<string> = new Set([
  'Document',
  ...['Image', 'Media', 'Font', 'Ping', 'CSPViolationReport', 'Prefetch', 'Manifest'],
  ...['WebSocket', 'EventSource', 'TextTrack', 'SignedExchange', 'Other'],
]);

/** The requests of a page that have begun and not ended, as Chromium's protocol for tools reports them. */
export class OpenRequests {
  readonly #open = new Map<string, { readonly isActive: boolean; readonly session: string }>();
  #active = 0;
  /** The bytes of all answers, as they came over the network. */
  #bytes = 0;

  /**
   * @param session the process of the page that makes it
   * @returns whether it counts
   */
  began(requestId: string, kind: string, session = ''): boolean {
    if (ignored.has(kind) || this.#open.has(requestId)) return false;
    const isActive = active.has(kind);
    this.#open.set(requestId, { isActive, session });
    if (isActive) this.#active += 1;
    return true;
  }

  /** @returns whether it counted */
  ended(requestId: string): boolean {
    const found = this.#open.get(requestId);
    if (found === undefined) return false;
    this.#open.delete(requestId);
    if (found.isActive) this.#active -= 1;
    return true;
  }

  /** A frame loads: its document, and what that needs. */
  frameBegan(frameId: string, session = ''): void {
    this.began(frameKey(frameId), 'Frame', session);
  }

  frameEnded(frameId: string): void {
    this.ended(frameKey(frameId));
  }

  /** The process of a frame or worker is gone, with its requests. */
  sessionEnded(session: string): void {
    for (const [requestId, request] of [...this.#open]) {
      if (request.session === session) this.ended(requestId);
    }
  }

  received(bytes: number): void {
    this.#bytes += bytes;
  }

  clear(): void {
    this.#open.clear();
    this.#active = 0;
  }

  get work(): OpenWork {
    return { active: this.#active, all: this.#open.size };
  }

  get bytes(): number {
    return this.#bytes;
  }
}

function frameKey(frameId: string): string {
  return `frame ${frameId}`;
}
