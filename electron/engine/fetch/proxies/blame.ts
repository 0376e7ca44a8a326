import { type ErrorCode, type Failure, failure } from '#shared/errors/error-codes.ts';
import type { Route } from '../route.ts';

/** The kind of failure of a proxy. `gone`: no connection to it can be made. */
export type Fault = 'gone' | 'failed';

interface Blamed {
  readonly failure: Failure;
  /** Null if the proxy did not cause the failure. */
  readonly fault: Fault | null;
}

const faults: ReadonlySet<ErrorCode> = new Set(['PROXY_AUTH', 'PROXY_FAILED', 'PROXY_REFUSED']);

/** Failures that look the same for a proxy and for the site behind it. */
const breaks: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_RESET',
  'CONNECTION_REFUSED',
  'EMPTY_REPLY',
  'TRUNCATED',
  'NETWORK',
]);

/** Whether the proxy of this route caused a failure: after a break, a new connection to it is tried. */
export async function blame(reason: Failure, route: Route): Promise<Blamed> {
  const { code } = reason;
  if (code === 'PROXY_UNREACHED') return { failure: reason, fault: 'gone' };
  if (faults.has(code)) return { failure: reason, fault: 'failed' };
  if (code === 'CONNECT_TIMEOUT') {
    return { failure: failure('PROXY_REFUSED', 'no connection in time'), fault: 'failed' };
  }
  if (!breaks.has(code) || (await route.proxyIsThere())) return { failure: reason, fault: null };
  // A page that crashes proxies must not be tried without end: this try counts.
  return { failure: failure('PROXY_FAILED', 'it ended in the middle'), fault: 'gone' };
}
