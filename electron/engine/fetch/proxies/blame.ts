import { type ErrorCode, type Failure, failure } from '#shared/errors/error-codes.ts';
import type { Route } from '../route.ts';

/** The fault of a proxy. `gone`: it cannot be connected to. */
export type Fault = 'gone' | 'failed';

interface Blamed {
  readonly failure: Failure;
  /** Null where it is not the proxy that failed. */
  readonly fault: Fault | null;
}

const faults: ReadonlySet<ErrorCode> = new Set(['PROXY_AUTH', 'PROXY_FAILED', 'PROXY_REFUSED']);

/** Failures in which the end of a proxy looks like that of the site behind it. */
const breaks: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_RESET',
  'CONNECTION_REFUSED',
  'EMPTY_REPLY',
  'TRUNCATED',
  'NETWORK',
]);

/** Whether a failure is the fault of the proxy of this route: after a break, it is connected to again. */
export async function blame(reason: Failure, route: Route): Promise<Blamed> {
  const { code } = reason;
  if (code === 'PROXY_UNREACHED') return { failure: reason, fault: 'gone' };
  if (faults.has(code)) return { failure: reason, fault: 'failed' };
  if (code === 'CONNECT_TIMEOUT') {
    return { failure: failure('PROXY_REFUSED', 'no connection in time'), fault: 'failed' };
  }
  if (!breaks.has(code) || (await route.proxyIsThere())) return { failure: reason, fault: null };
  // A page that ends proxies must not be tried for ever: this try counts.
  return { failure: failure('PROXY_FAILED', 'it ended in the middle'), fault: 'gone' };
}
