import type { App, Session, WebContents } from 'electron';
import type { Log } from '../log.ts';
import { refuse } from './all-contents.ts';
import { closeSession } from './closed-session.ts';

/**
 * The guard of the app's page: it navigates nowhere. `guardAllContents` has to be applied to it as well.
 */
export function guardAppPage(contents: WebContents, log: Log): void {
  contents.on('will-navigate', refuse('a navigation', log));
  contents.on('will-frame-navigate', refuse('a navigation of a frame', log));
  contents.on('will-redirect', refuse('a redirect', log));
}

/**
 * No permission, no device, no download, and no network: the page needs none of them. Its own files are
 * served by a scheme that needs no network; the engine, which fetches, is another process with its own
 * sockets.
 */
export async function guardAppSession(session: Session): Promise<void> {
  session.webRequest.onBeforeRequest({ urls: webAddresses }, (_request, answer) =>
    answer({ cancel: true }),
  );
  await closeSession(session);
}

const webAddresses = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'];

/**
 * Switches that Chromium must get before it is ready, since no session and no policy of a page controls them.
 */
export function guardChromium({ commandLine }: App): void {
  // A look-up sends a name, and data in it, to any name server: <link rel="dns-prefetch">.
  commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
}
