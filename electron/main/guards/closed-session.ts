import type { ProxyConfig, Session } from 'electron';

/**
 * A session without permissions, devices, downloads and network: what its contents need is handed to them by
 * main. Chromium also connects by itself, ahead of requests: the proxy that leads nowhere stops that too.
 */
export async function closeSession(session: Session): Promise<void> {
  session.setPermissionCheckHandler(() => false);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  await session.setProxy(nowhere);
}

/** A proxy that cannot be reached, also used for this computer's own addresses. */
const nowhere: ProxyConfig = {
  mode: 'fixed_servers',
  proxyRules: 'socks5://0.0.0.0:0',
  proxyBypassRules: '<-loopback>',
};
