import type { ErrorCode } from '#shared/errors/error-codes.ts';

/**
 * No host was reached. If that happens with one host after another, the network is down. A fetch ends with
 * PROXY_UNREACHED if none of its proxies was reached.
 */
const unreached: ReadonlySet<ErrorCode> = new Set([
  'PROXY_UNREACHED',
  'DNS_TIMEOUT',
  'DNS_FAILED',
  'DNS_NOT_FOUND',
  'CONNECT_TIMEOUT',
  'HOST_UNREACHABLE',
  'NETWORK',
]);

/** The host gave no answer, and may give one later. A name that does not exist is not in this set. */
const silent: ReadonlySet<ErrorCode> = new Set([
  'DNS_TIMEOUT',
  'DNS_FAILED',
  'CONNECT_TIMEOUT',
  'HOST_UNREACHABLE',
  'NETWORK',
  'CONNECTION_REFUSED',
  'CONNECTION_RESET',
  'EMPTY_REPLY',
  'HEADERS_TIMEOUT',
]);

/** The host is overloaded: it gets fewer requests. */
const strained: ReadonlySet<ErrorCode> = new Set([
  'HTTP_429',
  'HTTP_503',
  'CONNECT_TIMEOUT',
  'HEADERS_TIMEOUT',
  'BODY_TIMEOUT',
  'TOTAL_TIMEOUT',
  'CONNECTION_RESET',
]);

/** Failures without a complete answer, or not caused by the host at all. */
const unclear: ReadonlySet<ErrorCode> = new Set([
  'EMPTY_REPLY',
  'CONNECTION_RESET',
  'HEADERS_TIMEOUT',
  'BODY_TIMEOUT',
  'TOTAL_TIMEOUT',
  'TRUNCATED',
  'REFUSED_ADDRESS',
  'OUT_OF_SOCKETS',
  'PROXY_AUTH',
  'PROXY_FAILED',
  'PROXY_REFUSED',
  'CRASHED',
  'INTERNAL',
]);

export const isUnreached = (code: ErrorCode): boolean => unreached.has(code);
export const isSilent = (code: ErrorCode): boolean => silent.has(code);
export const isStrained = (code: ErrorCode): boolean => strained.has(code);

/** True if the host has answered, with whatever status. */
export function isAnswer(code: ErrorCode): boolean {
  const isOfTheBrowser = code.startsWith('RENDER_');
  return !silent.has(code) && !unreached.has(code) && !unclear.has(code) && !isOfTheBrowser;
}

/** Refusals by hosts and by proxies. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_REFUSED',
  'PROXY_AUTH',
  'PROXY_REFUSED',
]);

/** True if the other end has acted, which proves that the network is up. A refusal is such a proof. */
export function provesNetwork(code: ErrorCode): boolean {
  return isAnswer(code) || refusals.has(code);
}
