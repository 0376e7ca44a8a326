import type { WebContents } from 'electron';
import type { Log } from '../log.ts';

/**
 * Blocks actions that no web contents of Trawl may take in any role, with any script in them: open
 * windows, embed other pages, send datagrams around the session's proxy.
 */
export function guardAllContents(contents: WebContents, log: Log): void {
  contents.on('will-attach-webview', refuse('a webview', log));
  // WebRTC follows no policy of the page: no datagrams, and streams only through the session's proxy.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(({ url }) => {
    log.info(`Refused a new window: ${url}`);
    return { action: 'deny' };
  });
}

/** A listener that prevents an event and records it in the log. */
export function refuse(
  what: string,
  log: Log,
): (event: { preventDefault(): void; readonly url?: string }) => void {
  return (event) => {
    event.preventDefault();
    log.info(`Refused ${what}: ${event.url ?? ''}`);
  };
}
