import type { Session } from 'electron';
import { z } from 'zod';
import { assertNever } from '#shared/assert-never.ts';
import {
  type PageOrder,
  type RenderDocument,
  type RenderOrder,
  type RenderReply,
  renderOrderSchema,
} from '#shared/engine-protocol/rendering.ts';
import { BrowserSession } from './browser-session.ts';
import { watchMemory } from './memory-watch.ts';
import type { RenderResult } from './render-result.ts';

export { putStorage } from './put-storage.ts';

/** The port to the engine. */
export interface RenderPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

export interface RenderHostParts {
  /** The built code that runs inside pages. */
  readonly inPage: string;
  /** Gives a new session its role among the guards of the app, before its first window. */
  adopt(session: Session): void;
  /** This process does nothing but render: see `watchMemory`. */
  readonly isAlone: boolean;
  readonly log: { error(message: string, error?: unknown): void };
}

/** A partition is never used for two runs. */
let partitions = 0;

/**
 * Renders pages by the orders that come over a port, until it closes. To be called when Chromium is ready. It
 * does not know whether the app or the command line has started this process.
 */
export function serveRenderHost(port: RenderPort, parts: RenderHostParts): void {
  const host = new RenderHost(port, parts);
  port.on('message', (message) => host.take(message));
  port.on('close', () => host.close());
}

interface Page {
  readonly abort: AbortController;
  /** The documents that the page waits for. */
  readonly asked: Map<number, (order: DocumentOrder) => void>;
}

type DocumentOrder = Extract<RenderOrder, { kind: 'document' }>;

const pageSchema = z.looseObject({ kind: z.literal('render'), id: z.int().min(1) });

/** Carries out the orders of one engine. */
class RenderHost {
  readonly #port: RenderPort;
  readonly #parts: RenderHostParts;
  readonly #sessions = new Map<number, BrowserSession>();
  readonly #pages = new Map<number, Page>();
  readonly #memory: { stop(): void };
  #asks = 0;

  constructor(port: RenderPort, parts: RenderHostParts) {
    this.#port = port;
    this.#parts = parts;
    this.#memory = watchMemory({
      windows: () => [...this.#sessions.values()].flatMap(({ windows }) => windows),
      isAlone: parts.isAlone,
      tell: (bytes) => this.#reply({ kind: 'memory', bytes }),
    });
  }

  /** @param message an order, as it comes over the port */
  take(message: unknown): void {
    const parsed = renderOrderSchema.safeParse(message);
    if (parsed.success) {
      this.#carryOut(parsed.data);
      return;
    }
    this.#parts.log.error('The engine sent an unknown order', parsed.error);
    const page = pageSchema.safeParse(message);
    // Otherwise its page would wait for ever.
    if (page.success) this.#unavailable(page.data.id, 'its order could not be read');
  }

  close(): void {
    this.#memory.stop();
    for (const session of this.#sessions.keys()) this.#close(session);
  }

  #carryOut(order: RenderOrder): void {
    switch (order.kind) {
      case 'open':
        this.#sessions.set(order.session, this.#open(order));
        return;
      case 'render':
        void this.#render(order);
        return;
      case 'document':
        // The engine counts them as delivered, even if the page is over.
        void this.#sessions.get(order.session)?.putCookies(order.cookies);
        this.#pages.get(order.id)?.asked.get(order.ask)?.(order);
        return;
      case 'abort':
        this.#pages.get(order.id)?.abort.abort();
        return;
      case 'close':
        this.#close(order.session);
        return;
      default:
        assertNever(order);
    }
  }

  #open(order: Extract<RenderOrder, { kind: 'open' }>): BrowserSession {
    const { inPage, adopt } = this.#parts;
    partitions += 1;
    return new BrowserSession({
      order,
      partition: `rendered-${partitions}`,
      inPage,
      adopt,
      tellCookies: (changes) => this.#reply({ kind: 'cookies', session: order.session, changes }),
    });
  }

  #close(id: number): void {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    session
      ?.close()
      .catch((error: unknown) => this.#parts.log.error('A browser session did not end', error));
  }

  async #render(order: PageOrder): Promise<void> {
    const { id } = order;
    const page: Page = { abort: new AbortController(), asked: new Map() };
    this.#pages.set(id, page);
    const session = this.#sessions.get(order.session);
    try {
      if (session === undefined) throw new Error('This browser session is not open.');
      const ask = (url: string) => this.#ask(session, page, id, url);
      this.#answer(id, await session.render(order, ask, page.abort.signal));
    } catch (error) {
      this.#unavailable(id, error instanceof Error ? error.message : String(error));
    } finally {
      this.#pages.delete(id);
    }
  }

  async #ask(
    session: BrowserSession,
    page: Page,
    id: number,
    url: string,
  ): Promise<RenderDocument | null> {
    // The document may depend on cookies that the page has set just now.
    await session.flushCookies(url);
    this.#asks += 1;
    const ask = this.#asks;
    const { document } = await new Promise<DocumentOrder>((resolve, reject) => {
      page.asked.set(ask, resolve);
      page.abort.signal.addEventListener('abort', () => reject(page.abort.signal.reason));
      this.#reply({ kind: 'document-wanted', id, ask, url });
    });
    await session.cookiesArePut();
    return document;
  }

  #answer(id: number, result: RenderResult): void {
    switch (result.kind) {
      case 'rendered':
        this.#reply({ ...result, id });
        return;
      case 'not-rendered':
        this.#reply({ kind: 'not-rendered', id, code: result.code, detail: result.detail });
        return;
      case 'aborted':
        return;
      default:
        assertNever(result);
    }
  }

  #unavailable(id: number, reason: string): void {
    const detail = reason.slice(0, 2000);
    this.#reply({ kind: 'not-rendered', id, code: 'RENDER_UNAVAILABLE', detail });
  }

  #reply(reply: RenderReply): void {
    this.#port.postMessage(reply);
  }
}
