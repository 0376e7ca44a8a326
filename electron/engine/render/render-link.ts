import type { EnginePort } from '#shared/engine-protocol/port.ts';
import {
  type RenderOrder,
  type RenderReply,
  renderReplySchema,
} from '#shared/engine-protocol/rendering.ts';
import type { Logger } from '../ports/logger.ts';

/** What a page of the host reports: its end, or a document that it wants. */
export type PageReply = Exclude<RenderReply, { kind: 'cookies' | 'memory' }>;
type CookieReply = Extract<RenderReply, { kind: 'cookies' }>;

/** Opens the port to a render host. Rejects with a sentence for the person if there can be none here. */
export type OpenRenderHost = () => Promise<EnginePort>;

/**
 * The engine's one connection to its render host, shared by all runs: opened when the first page is rendered,
 * and again when the host has ended.
 */
export class RenderLink {
  readonly #open: OpenRenderHost;
  readonly #logger: Logger;
  #port: Promise<OpenLink> | null = null;
  #now: OpenLink | null = null;
  #isClosed = false;

  constructor(open: OpenRenderHost, logger: Logger) {
    this.#open = open;
    this.#logger = logger;
  }

  /** Rejects with a sentence for the person. */
  async get(): Promise<OpenLink> {
    if (this.#isClosed) throw new Error('Trawl is closing');
    this.#port ??= this.#connect();
    return this.#port;
  }

  /** The memory that the browser uses for pages, as it has told last. */
  get memoryBytes(): number {
    return this.#now?.memoryBytes ?? 0;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#port?.then((link) => link.close()).catch(() => undefined);
  }

  async #connect(): Promise<OpenLink> {
    const forget = (): void => {
      this.#port = null;
      this.#now = null;
    };
    try {
      this.#now = new OpenLink(await this.#open(), this.#logger, forget);
      return this.#now;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

/** A connection that is open, until its host ends. */
export class OpenLink {
  readonly #port: EnginePort;
  readonly #pages = new Map<number, (reply: PageReply | null) => void>();
  readonly #sessions = new Map<number, (changes: CookieReply['changes']) => void>();
  #ids = 0;
  isGone = false;
  /** What the host has told last of the memory that it uses for pages. */
  memoryBytes = 0;

  constructor(port: EnginePort, logger: Logger, ended: () => void) {
    this.#port = port;
    port.on('message', (message: unknown) => {
      const parsed = renderReplySchema.safeParse(message);
      if (parsed.success) this.#take(parsed.data);
      else logger.error('The render host sent an unknown message', parsed.error);
    });
    port.on('close', () => {
      this.isGone = true;
      ended();
      for (const listener of [...this.#pages.values()]) listener(null);
    });
  }

  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  send(order: RenderOrder): void {
    if (!this.isGone) this.#port.postMessage(order);
  }

  /** @param listener also gets null: the host has ended */
  onPage(id: number, listener: (reply: PageReply | null) => void): () => void {
    this.#pages.set(id, listener);
    return () => this.#pages.delete(id);
  }

  onCookies(session: number, listener: (changes: CookieReply['changes']) => void): () => void {
    this.#sessions.set(session, listener);
    return () => this.#sessions.delete(session);
  }

  close(): void {
    this.#port.close();
  }

  #take(reply: RenderReply): void {
    if (reply.kind === 'memory') this.memoryBytes = reply.bytes;
    else if (reply.kind === 'cookies') this.#sessions.get(reply.session)?.(reply.changes);
    else this.#pages.get(reply.id)?.(reply);
  }
}
