import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BrowserWindow,
  type Session,
  session,
  type WebContents,
  WebContentsView,
} from 'electron';
import type { ElementPath } from '#shared/engine-protocol/pick.ts';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { PageViewEvent, PickerSettings, ViewBounds } from '#shared/ipc/page-view.ts';
import { closeSession } from '../guards/closed-session.ts';
import type { ContentsRoles } from '../guards/contents-roles.ts';
import { guardPageView } from '../guards/page-view.ts';
import type { Log } from '../log.ts';
import { refuseFileChoosers } from '../window/file-choosers.ts';
import { PageAnswers } from './page-answers.ts';
import { PickerLink } from './picker-link.ts';
import { placeIn } from './view-place.ts';

interface PageViewParts {
  readonly engine: EngineApi;
  readonly roles: ContentsRoles;
  /** The folder of the built picker. */
  readonly dist: string;
  readonly window: () => BrowserWindow | null;
  readonly send: (event: PageViewEvent) => void;
  readonly log: Log;
}

type OpenedPage =
  | { readonly jobId: string }
  | { readonly runId: string; readonly requestId: number };

const plain: PickerSettings = { mode: 'pick', marks: { fields: [], rows: [], different: [] } };

/** A fragment would lead to a place in the page that is shown already, instead of loading it again. */
const withoutHash = (url: string): string => url.split('#', 1)[0] ?? url;

function domReady(contents: WebContents): Promise<void> {
  return new Promise((resolve) => contents.once('dom-ready', () => resolve()));
}

/** In memory: nothing of a page that is shown is kept on the disk. */
const partition = 'page-view';

/**
 * The one view that shows a page of a job, above the app's page and inside its window. It lives from the first
 * page that is opened in it until it is closed, or until the app's page is loaded anew.
 */
export class PageView {
  readonly #parts: PageViewParts;
  readonly #answers: PageAnswers;
  readonly #followed = new WeakSet<BrowserWindow>();
  #session: Promise<Session> | null = null;
  #script: Promise<string> | null = null;
  #view: WebContentsView | null = null;
  /** The same view once it can load pages: two that are opened at once wait for it both. */
  #making: Promise<WebContentsView> | null = null;
  #link: PickerLink | null = null;
  /** Starts the picker in the document that is there now. */
  #begin: (() => void) | null = null;
  #settings = plain;
  #seen = false;
  #opened = 0;

  constructor(parts: PageViewParts) {
    this.#parts = parts;
    this.#answers = new PageAnswers(parts.engine);
  }

  /**
   * Loads the page of a job's preview, or that of a request as its run has kept it; it is seen once it has a place.
   *
   * @throws TrawlError NOT_FOUND, BAD_INPUT: see `preview.source` and `results.source`
   */
  async open(shown: OpenedPage): Promise<{ readonly url: string }> {
    this.#opened += 1;
    const mine = this.#opened;
    const { engine } = this.#parts;
    const jobId = 'jobId' in shown ? shown.jobId : null;
    const source =
      'jobId' in shown
        ? await engine.call('preview.source', { key: shown.jobId })
        : await engine.call('results.source', shown);
    const [view, script] = await Promise.all([this.#made(), this.#picker()]);
    if (mine !== this.#opened) throw new TrawlError('CANCELLED', 'Another page took its place.');
    const { webContents } = view;
    this.#link?.end();
    this.#link = null;
    this.#begin = () => {
      this.#link?.end();
      const link = new PickerLink(webContents, (event) => this.#hear(event), this.#parts.log);
      this.#link = link;
      void link.start(script, () => this.#settings);
    };
    this.#answers.show({ jobId, source });
    const loaded = webContents.loadURL(withoutHash(source.url)).catch((error: unknown) => {
      if (mine === this.#opened) this.#parts.log.info(`A page is not shown: ${String(error)}`);
    });
    await Promise.race([loaded, domReady(webContents)]);
    if (mine !== this.#opened) throw new TrawlError('CANCELLED', 'Another page took its place.');
    return { url: source.url };
  }

  /** Null hides the view; the page stays loaded. */
  place(bounds: ViewBounds | null): void {
    const window = this.#parts.window();
    const view = this.#view;
    if (view === null || window === null) return;
    const place =
      bounds && placeIn(bounds, window.webContents.getZoomFactor(), window.getContentBounds());
    this.#seen = place !== null;
    view.setVisible(this.#seen);
    if (place !== null) view.setBounds(place);
  }

  /** What the view shows, for the app's page to show while something of its own lies over the view. */
  async picture(): Promise<Uint8Array | null> {
    const view = this.#view;
    if (view === null || !this.#seen) return null;
    const image = await view.webContents.capturePage();
    return image.isEmpty() ? null : image.toJPEG(80);
  }

  async set(settings: Partial<PickerSettings>): Promise<void> {
    this.#settings = { ...this.#settings, ...settings };
    await this.#link?.set(this.#settings);
  }

  async reveal(path: ElementPath): Promise<void> {
    await this.#link?.reveal([...path]);
  }

  /** Gives the view the keyboard. */
  async focus(): Promise<void> {
    if (this.#view === null) return;
    this.#view.webContents.focus();
    await this.#link?.begin();
  }

  /** Ends the view and its process. */
  close(): void {
    this.#opened += 1;
    this.#link?.end();
    this.#link = null;
    this.#begin = null;
    this.#settings = plain;
    this.#seen = false;
    this.#answers.show(null);
    const view = this.#view;
    this.#view = null;
    this.#making = null;
    if (view === null) return;
    const window = this.#parts.window();
    if (window !== null && !window.isDestroyed()) window.contentView.removeChildView(view);
    if (!view.webContents.isDestroyed()) view.webContents.close();
  }

  #hear(event: PageViewEvent): void {
    if (event.kind === 'left') this.#parts.window()?.webContents.focus();
    if (event.kind === 'followed' && this.#settings.mode !== 'browse') return;
    if (event.kind === 'picked' && this.#settings.mode !== 'pick') return;
    this.#parts.send(event);
  }

  #picker(): Promise<string> {
    this.#script ??= readFile(join(this.#parts.dist, 'picker.js'), 'utf8');
    return this.#script;
  }

  async #made(): Promise<WebContentsView> {
    this.#session ??= this.#openSession();
    const own = await this.#session;
    const window = this.#parts.window();
    if (window === null) throw new TrawlError('CANCELLED', 'The window is closed.');
    if (this.#making === null) {
      const making = this.#make(own, window);
      this.#making = making;
      making.catch(() => this.#making === making && this.close());
    }
    return this.#making;
  }

  async #make(own: Session, window: BrowserWindow): Promise<WebContentsView> {
    const view = new WebContentsView({
      webPreferences: {
        session: own,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        plugins: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        disableDialogs: true,
        // Isolated worlds run all the same: the picker.
        javascript: false,
        enableDeprecatedPaste: false,
      },
    });
    this.#view = view;
    view.setVisible(false);
    view.setBackgroundColor('#ffffff');
    window.contentView.addChildView(view);
    const { webContents } = view;
    // Each time, since the document before may report that it is ready when the next one is on its way already.
    webContents.on('dom-ready', () => this.#begin?.());
    webContents.once('render-process-gone', () => {
      if (this.#view !== view) return;
      this.close();
      this.#parts.send({ kind: 'gone' });
    });
    this.#follow(window);
    // Chromium's tools answer only in contents that have loaded something.
    await webContents.loadURL('about:blank');
    refuseFileChoosers(webContents, this.#parts.log);
    return view;
  }

  /** An app's page that is loaded anew does not know of the view, and a closed window has none. */
  #follow(window: BrowserWindow): void {
    if (this.#followed.has(window)) return;
    this.#followed.add(window);
    window.webContents.on('did-start-loading', () => this.close());
    window.once('closed', () => this.close());
  }

  async #openSession(): Promise<Session> {
    const own = session.fromPartition(partition, { cache: false });
    this.#parts.roles.give(own, (contents) => guardPageView(contents, this.#parts.log));
    await closeSession(own);
    for (const scheme of ['http', 'https'] as const) {
      own.protocol.handle(scheme, (request) => this.#answers.answer(request));
    }
    return own;
  }
}
