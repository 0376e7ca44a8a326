import type { ErrorCode } from '#shared/errors/error-codes.ts';

/**
 * No host was reached. Where that happens to one host after the other, the network is down. A fetch
 * ends with PROXY_UNREACHED where that is so of every proxy.
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

/** The host gave no answer, and may give one later. A name that does not exist is no such case. */
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

/** The host has too much to do: it is asked less. */
const strained: ReadonlySet<ErrorCode> = new Set([
  'HTTP_429',
  'HTTP_503',
  'CONNECT_TIMEOUT',
  'HEADERS_TIMEOUT',
  'BODY_TIMEOUT',
  'TOTAL_TIMEOUT',
  'CONNECTION_RESET',
]);

/** Failures that come about without a whole answer, or not through the host at all. */
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

/** The host was there, whatever it said. */
export function isAnswer(code: ErrorCode): boolean {
  return !silent.has(code) && !unreached.has(code) && !unclear.has(code);
}

/** Refusals of hosts and of proxies. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_REFUSED',
  'PROXY_AUTH',
  'PROXY_REFUSED',
]);

/** The other end has acted: the network is there. A refusal is proof of it. */
export function provesNetwork(code: ErrorCode): boolean {
  return isAnswer(code) || refusals.has(code);
}
