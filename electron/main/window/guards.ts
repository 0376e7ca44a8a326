import type { App, ProxyConfig, Session, WebContents } from 'electron';
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
  // WebRTC knows no policy of the page: no datagrams, and streams only through the session's proxy.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(({ url }) => {
    log.info(`Refused a new window: ${url}`);
    return { action: 'deny' };
  });
}

/**
 * No permission, no device, no download, and no network: the page has no use for any. Its own files
 * come by a scheme that needs none; the engine, which fetches, is another process with its own sockets.
 */
export async function guardSession(session: Session): Promise<void> {
  session.setPermissionCheckHandler(() => false);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest({ urls: webAddresses }, (_request, answer) =>
    answer({ cancel: true }),
  );
  await session.setProxy(nowhere);
}

const webAddresses = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'];

/** A proxy that cannot be connected to, for this computer's own addresses too. */
const nowhere: ProxyConfig = {
  mode: 'fixed_servers',
  proxyRules: 'socks5://0.0.0.0:0',
  proxyBypassRules: '<-loopback>',
};

/** What Chromium must be told before it is ready, since no session and no policy of a page governs it. */
export function guardChromium({ commandLine }: App): void {
  // A look-up carries a name, and with it data, to any server of names: <link rel="dns-prefetch">.
  commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
}
