import {
  BrowserWindow,
  Menu,
  nativeTheme,
  session,
  type WebContents,
  WebContentsView,
} from 'electron';
import type { KeptLogIn } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { isolated } from '#shared/isolated.ts';
import { closeSession } from '../guards/closed-session.ts';
import type { ContentsRoles } from '../guards/contents-roles.ts';
import { guardLoginWindow } from '../guards/login-window.ts';
import type { Log } from '../log.ts';
import type { SessionCookies } from '../secrets/session-cookies.ts';
import { refuseFileChoosers } from '../window/file-choosers.ts';
import { textMenu } from '../window/text-menu.ts';
import { actionOf, chromeHeight, chromePage, setChrome } from './login-chrome.ts';
import type { LoginSession } from './login-session.ts';
import { PageTraces, pageTracesScript } from './page-traces.ts';

export interface LoginWindowParts {
  readonly roles: ContentsRoles;
  readonly log: Log;
  readonly parent: BrowserWindow | null;
  readonly typed: URL;
  readonly session: LoginSession;
  /** Keeps what the log-in has given. */
  keep(cookies: SessionCookies, logIn: KeptLogIn): Promise<void>;
}

/** Any world but the page's own. */
const ownWorld = 1203;
const patienceMs = 2_000;
const size = { width: 1000, height: 760, minWidth: 420, minHeight: 360 } as const;

/** Pages of strangers: no preload, in Chromium's sandbox, without Node. */
const webPreferences = {
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
  enableDeprecatedPaste: false,
} as const;

/** A window in which a person logs in at a site: a bar of Trawl's own, and the site below it. */
export class LoginWindow {
  /** Whether the log-in was kept, once the window is closed. */
  readonly closed: Promise<boolean>;
  readonly #parts: LoginWindowParts;
  readonly #window: BrowserWindow;
  readonly #view: WebContentsView;
  /** Kept beside the view, which has none any more once a script has closed its window. */
  readonly #site: WebContents;
  readonly #further = new Set<BrowserWindow>();
  readonly #traces = new PageTraces();
  readonly #visited = new Set<string>();
  #note: string | null = null;
  #isKeeping = false;
  #isKept = false;

  /** @param bar the session of the bar: see `barSession` */
  constructor(parts: LoginWindowParts, bar: Electron.Session) {
    const { roles, log, parent, session: own } = parts;
    this.#parts = parts;
    roles.give(own.session, (contents) =>
      guardLoginWindow(contents, log, {
        open: () => this.#further.size,
        options: () => ({
          parent: this.#window,
          autoHideMenuBar: true,
          title: 'Log in',
          webPreferences: { ...webPreferences, session: own.session },
        }),
        say: (sentence) => this.say(sentence),
      }),
    );
    this.#window = new BrowserWindow({
      ...size,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1c252b' : '#f6f8f9',
      ...(parent === null ? {} : { parent }),
      title: `Log in at ${parts.typed.host}`,
      webPreferences: { ...webPreferences, session: bar },
    });
    this.#window.setMenu(null);
    this.#view = new WebContentsView({
      webPreferences: { ...webPreferences, session: own.session },
    });
    this.#site = this.#view.webContents;
    this.#view.setBackgroundColor('#ffffff');
    this.#window.contentView.addChildView(this.#view);
    this.#window.on('resize', () => this.#lay());
    this.#window.on('page-title-updated', (event) => event.preventDefault());
    this.closed = new Promise((resolve) => {
      this.#window.once('closed', () => {
        resolve(this.#isKept);
        own.clear().catch((error: unknown) => log.error('A log-in window left something', error));
        for (const further of this.#further) further.destroy();
        if (!this.#site.isDestroyed()) this.#site.close();
      });
    });
    this.#bar(this.#window.webContents);
    this.#follow(this.#site);
    this.#site.once('destroyed', () =>
      this.say('The site has closed its page. Done keeps what it has stored; Cancel does not.'),
    );
    this.#lay();
  }

  async open(): Promise<void> {
    const { typed, log } = this.#parts;
    await this.#window.loadURL(chromePage);
    // Chromium's tools answer only in contents that have loaded something.
    await this.#site.loadURL('about:blank');
    refuseFileChoosers(this.#site, log);
    this.#show();
    this.#site.focus();
    // The bar says why a page is not there.
    this.#site.loadURL(typed.href).catch(() => undefined);
  }

  focus(): void {
    this.#window.show();
    this.#window.focus();
  }

  close(): void {
    if (!this.#window.isDestroyed()) this.#window.close();
  }

  /** Says a sentence in the bar, until the next page. */
  say(sentence: string): void {
    this.#note = sentence;
    this.#show();
  }

  #bar(contents: WebContents): void {
    // The guard of the bar refuses the navigation itself.
    contents.on('will-frame-navigate', ({ url }) => {
      const action = actionOf(url);
      if (action === 'cancel') this.close();
      if (action === 'done') void this.#done();
    });
    contents.on('before-input-event', (_event, { key, type }) => {
      if (key === 'F6' && type === 'keyDown' && !this.#site.isDestroyed()) this.#site.focus();
    });
  }

  /** Follows the pages of the site, in the window and in those that the site opens. */
  #follow(contents: WebContents): void {
    const visit = (_event: unknown, url: string): void => {
      if (URL.canParse(url) && this.#visited.size < 1000) this.#visited.add(new URL(url).hostname);
      this.#show();
    };
    contents.on('did-navigate', visit);
    contents.on('did-navigate-in-page', (event, url, isMainFrame) => {
      if (isMainFrame) visit(event, url);
      void this.#trace(contents);
    });
    contents.on('did-redirect-navigation', ({ url, isMainFrame }) => {
      if (isMainFrame) visit(null, url);
    });
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#note = null;
      this.#show();
    });
    contents.on('did-stop-loading', () => {
      this.#show();
      void this.#trace(contents);
    });
    contents.on('did-fail-load', (_event, code, reason, _url, isMainFrame) => {
      // -3: another navigation took its place. -20: refused, with a reason that is shown already.
      if (isMainFrame && code !== -3 && code !== -20) this.say(failureSentence(reason));
    });
    contents.on('render-process-gone', () =>
      this.say('The page has ended unexpectedly. Close this window and try again.'),
    );
    contents.on('context-menu', (_event, place) => {
      const items = textMenu(place);
      if (items.length > 0) Menu.buildFromTemplate(items).popup();
    });
    contents.on('before-input-event', (_event, { key, type }) => {
      if (key === 'F6' && type === 'keyDown') this.#window.webContents.focus();
    });
    this.#answerProxy(contents);
    contents.on('did-create-window', (further) => this.#openFurther(further));
  }

  /** A further window has its address as its title, since it has no bar. */
  #openFurther(further: BrowserWindow): void {
    this.#further.add(further);
    further.once('closed', () => this.#further.delete(further));
    further.setMenu(null);
    const { webContents } = further;
    const name = (): void => further.setTitle(webContents.getURL().slice(0, 200) || 'Log in');
    further.on('page-title-updated', (event) => {
      event.preventDefault();
      name();
    });
    webContents.on('did-navigate', name);
    webContents.once('did-finish-load', () => refuseFileChoosers(webContents, this.#parts.log));
    this.#follow(webContents);
  }

  #answerProxy(contents: WebContents): void {
    const { user, password } = this.#parts.session.proxyLogin;
    let asked = 0;
    contents.on('login', (event, _request, { isProxy }, answer) => {
      event.preventDefault();
      asked += 1;
      // One that asks again and again does not take the login: its engine has ended.
      if (isProxy && asked <= 20) answer(user, password);
      else {
        answer();
        this.say(
          isProxy
            ? 'The way to the site is gone. Close this window and open it again.'
            : 'This site asks for a name and a password by HTTP, which this window cannot answer. Write them into the URLs of the list: https://user:password@shop.example',
        );
      }
    });
  }

  async #trace(contents: WebContents): Promise<void> {
    if (contents.isDestroyed() || contents.isCrashed()) return;
    const url = contents.getURL();
    const script = [{ code: pageTracesScript }];
    // A page that is left meanwhile has no answer.
    const told = await Promise.race([
      contents.executeJavaScriptInIsolatedWorld(ownWorld, script).catch(() => null),
      new Promise((resolve) => setTimeout(resolve, patienceMs)),
    ]);
    if (!contents.isDestroyed() && contents.getURL() === url) this.#traces.heard(url, told);
  }

  async #done(): Promise<void> {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    try {
      const { session: own, keep } = this.#parts;
      const further = [...this.#further].map(({ webContents }) => webContents);
      await Promise.all([this.#site, ...further].map((one) => this.#trace(one)));
      const cookies = await own.cookies();
      const traces = this.#traces.kept();
      if (cookies.length === 0 && traces.storage.length === 0) {
        this.say('The site has kept nothing in this window yet. Log in first, or cancel.');
        return;
      }
      const logIn = { atMs: Date.now(), userAgent: own.userAgent, ...traces };
      await keep({ cookies, visited: [...this.#visited] }, logIn);
      this.#isKept = true;
      this.close();
    } catch (error) {
      this.#parts.log.error('A log-in could not be kept', error);
      this.say(
        error instanceof TrawlError ? error.message : 'The log-in could not be kept. Try it again.',
      );
    } finally {
      this.#isKeeping = false;
    }
  }

  #show(): void {
    const { webContents } = this.#window.isDestroyed() ? { webContents: null } : this.#window;
    if (webContents === null || webContents.isDestroyed()) return;
    const isThere = !this.#site.isDestroyed();
    const url = isThere ? this.#site.getURL() : '';
    const shown = url === '' || url === 'about:blank' ? this.#parts.typed.href : url;
    const isLoading = isThere && this.#site.isLoading();
    const note = this.#note;
    webContents
      .executeJavaScript(setChrome({ url: shown, note, isLoading }))
      // The bar is not loaded yet, or is gone: it is set again when it is.
      .catch(() => undefined);
  }

  #lay(): void {
    const { width, height } = this.#window.getContentBounds();
    const below = { x: 0, y: chromeHeight, width, height: Math.max(0, height - chromeHeight) };
    this.#view.setBounds(below);
  }
}

let bar: Promise<Electron.Session> | null = null;

/** The session of the bar of every log-in window: closed, and guarded as the app's own page. */
export function barSession(): Promise<Electron.Session> {
  bar ??= (async () => {
    const own = session.fromPartition('login-bar', { cache: false });
    await closeSession(own);
    return own;
  })();
  return bar;
}

function failureSentence(reason: string): string {
  if (reason.startsWith('ERR_CERT')) {
    return `The certificate of the site is not trusted (${reason}), so that its page is not shown.`;
  }
  return `The page could not be opened (${isolated(reason)}).`;
}
