import type { LookupFunction, Socket } from 'node:net';
import type { buildConnector as connectors } from 'undici';
import { failure } from '#shared/errors/error-codes.ts';
import type { ProxyAddress } from '#shared/job/proxy.ts';
import { plainHost } from '../../addresses/plain-host.ts';
import { isUnreached } from '../../core/guards/failure-kinds.ts';
import { failureOfError } from '../classify-error.ts';
import { ConnectError } from '../connect-error.ts';
import { createConnector } from '../connector.ts';
import { isShortage } from '../out-of-files.ts';
import { askForTunnel } from './http-connect.ts';
import { askSocks5 } from './socks5.ts';
import { Talk } from './talk.ts';

interface ProxyConnectorOptions {
  readonly timeoutMs: number;
  /** For the name of the proxy; the proxy itself looks up the names of the sites. */
  readonly lookup: LookupFunction;
  /** TLS settings for the sites. */
  readonly tls: connectors.BuildOptions;
  /**
   * TLS settings for the proxy. A job's "ignore TLS errors" does not apply to it, since it receives a
   * login.
   */
  readonly proxyTls: connectors.BuildOptions;
}

/**
 * Connects through a proxy. https, and everything through SOCKS5, uses a tunnel; a plain http request is
 * sent to the HTTP proxy itself (absolute-form, RFC 9112 section 3.2.2), since many proxies allow CONNECT
 * to port 443 alone: then only the connection to the proxy is made.
 */
export function proxyConnector(
  proxy: ProxyAddress,
  options: ProxyConnectorOptions,
): connectors.connector {
  const { timeoutMs, lookup } = options;
  const toProxy = connectorTo(proxy, options);
  const toSite = createConnector({ timeout: timeoutMs, lookup, ...options.tls });
  return (target, callback) => {
    toProxy((error, socket) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      if (isForwarded(proxy, target.protocol)) {
        callback(null, socket);
        return;
      }
      tunnel(socket, proxy, target, timeoutMs).then(
        () => {
          if (target.protocol === 'https:') toSite({ ...target, httpSocket: socket }, callback);
          else callback(null, socket);
        },
        (reason: Error) => {
          socket.destroy();
          callback(reason, null);
        },
      );
    });
  };
}

/** Whether the proxy receives the request for the page itself, instead of one for a tunnel to its site. */
export function isForwarded(proxy: ProxyAddress, protocol: string): boolean {
  return protocol === 'http:' && proxy.scheme !== 'socks5';
}

/** Whether the proxy still accepts connections, to distinguish its failure from that of a site behind it. */
export function isThere(proxy: ProxyAddress, options: ProxyConnectorOptions): Promise<boolean> {
  const connect = connectorTo(proxy, options);
  return new Promise((resolve) => {
    connect((error, socket) => {
      socket?.destroy();
      resolve(error === null);
    });
  });
}

type Connected = (...args: [null, Socket] | [Error, null]) => void;

function connectorTo(proxy: ProxyAddress, options: ProxyConnectorOptions) {
  const { timeoutMs, lookup, proxyTls } = options;
  const connect = createConnector({ timeout: timeoutMs, lookup, ...proxyTls });
  const address = {
    hostname: plainHost(proxy.host),
    host: proxy.host,
    protocol: proxy.scheme === 'https' ? 'https:' : 'http:',
    port: String(proxy.port),
  };
  return (connected: Connected): void =>
    connect(address, (error, socket) => {
      if (error === null && socket !== null) connected(null, socket);
      else {
        if (error !== null && isShortage(error)) {
          connected(error, null);
          return;
        }
        const { code, message } = failureOfError(error, 'connect');
        const reason = message.replace(/\.$/, '');
        const sentence = reason.charAt(0).toLowerCase() + reason.slice(1);
        const isThere = !isUnreached(code) && code !== 'CONNECTION_REFUSED';
        const fault = isThere ? 'PROXY_FAILED' : 'PROXY_UNREACHED';
        connected(new ConnectError(failure(fault, sentence)), null);
      }
    });
}

async function tunnel(
  socket: Socket,
  proxy: ProxyAddress,
  target: connectors.Options,
  timeoutMs: number,
): Promise<void> {
  const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
  const { hostname } = target;
  const talk = new Talk(socket);
  // During the talk, errors are handled by its waits; afterwards there are other listeners.
  const quiet = (): void => undefined;
  socket.on('error', quiet);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    socket.destroy();
  }, timeoutMs);
  try {
    if (proxy.scheme === 'socks5') await askSocks5(talk, { hostname, port }, proxy.login);
    else {
      const host = hostname.includes(':') ? `[${hostname}]` : hostname;
      await askForTunnel(talk, `${host}:${port}`, proxy.login);
    }
  } catch (error) {
    if (!late) throw error;
    throw new ConnectError(failure('PROXY_REFUSED', `no answer in ${timeoutMs / 1000} s`));
  } finally {
    clearTimeout(timer);
    socket.off('error', quiet);
  }
}
