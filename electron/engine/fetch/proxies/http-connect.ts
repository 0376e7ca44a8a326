import { failure } from '#shared/errors/error-codes.ts';
import { basicAuth } from '../../logins.ts';
import type { Login } from '../../ports/request-source.ts';
import { ConnectError } from '../connect-error.ts';
import type { Talk } from './talk.ts';

/**
 * Requests a tunnel from an HTTP proxy (CONNECT; RFC 9110, section 9.3.6).
 *
 * @param target host:port
 * @throws ConnectError PROXY_AUTH, PROXY_REFUSED or PROXY_FAILED
 */
export async function askForTunnel(talk: Talk, target: string, login: Login | null): Promise<void> {
  const auth = login === null ? '' : `Proxy-Authorization: ${basicAuth(login)}\r\n`;
  talk.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${auth}\r\n`);
  const [statusLine = ''] = (await talk.readHead()).split('\r\n');
  const status = Number(/^HTTP\/\d\.\d (\d{3})(?: |$)/.exec(statusLine)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) {
    throw new ConnectError(failure('PROXY_FAILED', 'its answer is not valid HTTP'));
  }
  if (status === 407) throw new ConnectError(failure('PROXY_AUTH'));
  if (status < 200 || status > 299) {
    throw new ConnectError(failure('PROXY_REFUSED', `it answered ${status}`));
  }
}
