import ipaddr from 'ipaddr.js';
import { failure } from '#shared/errors/error-codes.ts';
import type { Login } from '../../ports/request-source.ts';
import { ConnectError } from '../connect-error.ts';
import type { Talk } from './talk.ts';

/** The meaning of the reply of a SOCKS5 proxy (RFC 1928, section 6). */
const replies: Readonly<Record<number, string>> = {
  1: 'it failed',
  2: 'its rules do not allow it',
  3: 'the network cannot be reached',
  4: 'the host cannot be reached',
  5: 'the host refused the connection',
  6: 'the time ran out',
  7: 'it cannot do that',
  8: 'it does not know this kind of address',
};

/**
 * Requests a connection from a SOCKS5 proxy (RFC 1928), with a login if there is one (RFC 1929). Names are
 * sent as names: the proxy looks them up.
 *
 * @throws ConnectError PROXY_AUTH, PROXY_REFUSED or PROXY_FAILED
 */
export async function askSocks5(
  talk: Talk,
  target: { readonly hostname: string; readonly port: number },
  login: Login | null,
): Promise<void> {
  talk.write(Uint8Array.from(login === null ? [5, 1, 0] : [5, 2, 0, 2]));
  const [version, method] = await talk.read(2);
  if (version !== 5) throw new ConnectError(failure('PROXY_FAILED', 'it does not speak SOCKS5'));
  if (method === 2 && login !== null) await logIn(talk, login);
  else if (method !== 0) throw new ConnectError(failure('PROXY_AUTH'));

  const port = [target.port >> 8, target.port & 0xff];
  talk.write(Uint8Array.from([5, 1, 0, ...addressBytes(target.hostname), ...port]));
  const [, reply = 1, , kind] = await talk.read(4);
  if (reply !== 0) {
    throw new ConnectError(failure('PROXY_REFUSED', replies[reply] ?? `it answered ${reply}`));
  }
  // The address to which the proxy is bound comes last, and is not used.
  const rest = kind === 1 ? 4 : kind === 4 ? 16 : ((await talk.read(1))[0] ?? 0);
  await talk.read(rest + 2);
}

async function logIn(talk: Talk, { user, password }: Login): Promise<void> {
  talk.write(Uint8Array.from([1, ...withLength(user), ...withLength(password)]));
  const [, status] = await talk.read(2);
  if (status !== 0) throw new ConnectError(failure('PROXY_AUTH'));
}

function addressBytes(hostname: string): readonly number[] {
  if (!ipaddr.isValid(hostname)) return [3, ...withLength(hostname)];
  const address = ipaddr.parse(hostname);
  return [address.kind() === 'ipv4' ? 1 : 4, ...address.toByteArray()];
}

/** A length takes one byte. */
function withLength(text: string): readonly number[] {
  const bytes = new TextEncoder().encode(text).subarray(0, 255);
  return [bytes.byteLength, ...bytes];
}
