import type { Session, WebContents } from 'electron';
import type { Log } from '../log.ts';

/**
 * What no page of Trawl may do, whatever runs in it: navigate, open windows, embed other pages.
 * Register it for every new web contents.
 */
export function guardContents(contents: WebContents, log: Log): void {
  const refuse =
    (what: string) =>
    (event: { preventDefault(): void; readonly url?: string }): void => {
      event.preventDefault();
      log.info(`Refused ${what}: ${event.url ?? ''}`);
    };
  contents.on('will-navigate', refuse('a navigation'));
  contents.on('will-frame-navigate', refuse('a navigation of a frame'));
  contents.on('will-redirect', refuse('a redirect'));
  contents.on('will-attach-webview', refuse('a webview'));
  contents.setWindowOpenHandler(({ url }) => {
    log.info(`Refused a new window: ${url}`);
    return { action: 'deny' };
  });
}

/** No permission, no device, no download: the page has no use for any. */
export function guardSession(session: Session): void {
  session.setPermissionCheckHandler(() => false);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}
