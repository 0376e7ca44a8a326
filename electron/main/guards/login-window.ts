import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import type { Log } from '../log.ts';
import { refuse } from './all-contents.ts';

/** What the pages of a log-in window may show: pages of the web, and what scripts make of themselves. */
const shown = /^(https?|about|blob|data):/;
/** A log-in may open a further window ("Sign in with …"); this many are open at once. */
const mostWindows = 3;

interface LoginWindows {
  /** The number of further windows that are open. */
  open(): number;
  /** The options of a further window. */
  options(): BrowserWindowConstructorOptions;
  /** Tells the person, as a sentence. */
  say(sentence: string): void;
}

/**
 * The guard of a log-in window: a person browses there, on public sites and on the one that they have typed.
 * It follows links and redirects to pages of the web, and opens no program of the system.
 */
export function guardLoginWindow(contents: WebContents, log: Log, windows: LoginWindows): void {
  const only = (what: string) => {
    const prevent = refuse(what, log);
    return (event: { preventDefault(): void; readonly url: string }): void => {
      if (!shown.test(event.url)) prevent(event);
    };
  };
  contents.on('will-navigate', only('a navigation of a log-in window'));
  contents.on('will-frame-navigate', only('a frame of a log-in window'));
  contents.on('will-redirect', only('a redirect of a log-in window'));
  // A page cannot keep its window open.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (shown.test(url) && windows.open() < mostWindows) {
      return { action: 'allow', overrideBrowserWindowOptions: windows.options() };
    }
    log.info(`Refused a new window: ${url}`);
    windows.say('The page wanted to open another window, which was refused.');
    return { action: 'deny' };
  });
}

/** No permission, no device and no download. Its requests are judged by `AddressRule`. */
export function guardLoginSession(session: Session, say: (sentence: string) => void): void {
  session.setPermissionCheckHandler(() => false);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
    say('The page wanted to download a file, which was refused.');
  });
}
