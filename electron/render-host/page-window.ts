import { BrowserWindow, type Session } from 'electron';
import { z } from 'zod';
import type { PageOrder } from '#shared/engine-protocol/rendering.ts';
import { AttachedFrames } from './attached-frames.ts';
import { isSame } from './document-answer.ts';
import type { AskForDocument, RenderResult } from './render-result.ts';
import { Rendering } from './rendering.ts';
import { Tools } from './tools.ts';
import { within } from './within.ts';

export interface WindowParts {
  readonly session: Session;
  /** Images, fonts and media are loaded. */
  readonly media: boolean;
  /** The code for the isolated world, without the selectors. */
  readonly inPage: string;
  /** The answer to a proxy's question for a login; null for any other question. */
  loginFor(host: string, port: number): { readonly user: string; readonly password: string } | null;
}

/**
 * Without it, a window that stays on one site grows from 55 MB to 1.8 GB in 600 small pages, and nothing but a
 * collection asked for by the protocol for tools frees it.
 */
const pagesBetweenCollections = 20;
/** An answer takes some milliseconds. */
const prepareMs = 10_000;
/** A window that waits longer leaves its last page, whose scripts would go on. */
const leavesAfterMs = 250;

const treeSchema = z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) });

/**
 * An offscreen window in which pages are rendered, one after the other. It is visible to its pages, so that
 * their frames and observers work, but not to a person.
 */
export class PageWindow {
  readonly #window: BrowserWindow;
  readonly #tools: Tools;
  readonly #attached: AttachedFrames;
  readonly #inPage: string;
  readonly #mainFrame: string;
  #rendering: Rendering | null = null;
  #pages = 0;
  #url = blank;
  #leaving: NodeJS.Timeout | undefined;
  #killedFor: 'memory' | null = null;
  #isGone = false;

  static async open(parts: WindowParts): Promise<PageWindow> {
    const window = new BrowserWindow({
      show: false,
      width: 1280,
      height: 1024,
      webPreferences: {
        offscreen: true,
        session: parts.session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        disableDialogs: true,
        spellcheck: false,
        images: parts.media,
        backgroundThrottling: false,
        autoplayPolicy: 'document-user-activation-required',
      },
    });
    try {
      const { webContents } = window;
      webContents.setFrameRate(10);
      // Frames go on for the page, but none is copied into this process: that takes more time than the page.
      webContents.stopPainting();
      webContents.setAudioMuted(true);
      // A window that has loaded nothing does not answer the protocol for tools.
      await window.loadURL(blank);
      const tools = new Tools(webContents);
      const attached = new AttachedFrames(tools, parts.media);
      await attached.prepare();
      const { frameTree } = treeSchema.parse(await tools.send('Page.getFrameTree'));
      return new PageWindow(window, tools, attached, frameTree.frame.id, parts);
    } catch (error) {
      window.destroy();
      throw error;
    }
  }

  private constructor(
    window: BrowserWindow,
    tools: Tools,
    attached: AttachedFrames,
    mainFrame: string,
    { inPage, loginFor }: WindowParts,
  ) {
    this.#window = window;
    this.#tools = tools;
    this.#attached = attached;
    this.#mainFrame = mainFrame;
    this.#inPage = inPage;
    const { webContents } = window;
    tools.onMessage((method, params, session) => {
      try {
        attached.take(method, params);
        this.#rendering?.message(method, params, session);
      } catch {
        // A message that is not of its form can come only from a process that a page has taken over.
        if (!this.isGone) webContents.forcefullyCrashRenderer();
      }
    });
    webContents.on('render-process-gone', (_event, { reason }) => {
      this.#isGone = true;
      this.#rendering?.crashed(this.#killedFor ?? reason);
    });
    // A script may close its own window.
    window.once('closed', () => {
      clearTimeout(this.#leaving);
      this.#isGone = true;
      this.#rendering?.crashed('closed');
    });
    // The page wants to keep the window: it does not.
    webContents.on('will-prevent-unload', (event) => event.preventDefault());
    webContents.on('select-client-certificate', (event, _url, _list, choose) => {
      event.preventDefault();
      // Without a certificate, which its type does not know.
      (choose as () => void)();
    });
    webContents.on('login', (event, _details, { isProxy, host, port }, logIn) => {
      event.preventDefault();
      const login = isProxy ? loginFor(host, port) : null;
      if (login === null) logIn();
      else logIn(login.user, login.password);
    });
  }

  get isGone(): boolean {
    return this.#isGone || this.#window.isDestroyed();
  }

  /** The processes of the page and its frames. */
  get processIds(): readonly number[] {
    if (this.isGone) return [];
    const { webContents } = this.#window;
    try {
      return webContents.mainFrame.framesInSubtree.map(({ osProcessId }) => osProcessId);
    } catch {
      // One of the frames has just gone.
      return [webContents.getOSProcessId()];
    }
  }

  /** The page uses more memory than it may. */
  endForMemory(): void {
    if (this.isGone) return;
    this.#killedFor = 'memory';
    this.#window.webContents.forcefullyCrashRenderer();
  }

  async render(order: PageOrder, ask: AskForDocument, signal: AbortSignal): Promise<RenderResult> {
    clearTimeout(this.#leaving);
    const { wanted, waitFor } = order;
    const prepared = `globalThis.trawlWanted = ${JSON.stringify(wanted)};
globalThis.trawlWaitFor = ${JSON.stringify(waitFor)};
${this.#inPage}`;
    const prepare = async (): Promise<void> => {
      await this.#attached.run(prepared);
      // Otherwise an address that differs in its fragment alone would load nothing.
      if (isSame(this.#url, order.document.url))
        await this.#tools.send('Page.navigate', { url: blank });
    };
    try {
      // The last page may hang, and then the window does not answer.
      await within(prepareMs, prepare());
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { kind: 'not-rendered', code: 'RENDER_CRASHED', detail, broken: true, began: false };
    }
    const parts = { tools: this.#tools, attached: this.#attached, mainFrame: this.#mainFrame };
    const rendering = new Rendering(parts, order, ask);
    this.#rendering = rendering;
    const abort = (): void => rendering.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else rendering.start();
    const result = await rendering.result;
    signal.removeEventListener('abort', abort);
    this.#rendering = null;
    this.#url = result.kind === 'rendered' ? result.url : order.document.url;
    return result;
  }

  /** To be called after each page whose window is used again. Rejects if the window does not answer. */
  async rest(): Promise<void> {
    this.#pages += 1;
    if (this.#pages % pagesBetweenCollections === 0) {
      await this.#tools.send('HeapProfiler.collectGarbage');
    }
    this.#leaving = setTimeout(() => this.leave(), leavesAfterMs);
  }

  /** Ends the scripts of the last page. */
  leave(): void {
    clearTimeout(this.#leaving);
    this.#url = blank;
    this.#tools.tell('Page.navigate', { url: blank });
  }

  destroy(): void {
    clearTimeout(this.#leaving);
    this.#isGone = true;
    if (this.#window.isDestroyed()) return;
    // A page that hangs would hold up the end of its process.
    this.#window.webContents.forcefullyCrashRenderer();
    this.#window.destroy();
  }
}

const blank = 'about:blank';
