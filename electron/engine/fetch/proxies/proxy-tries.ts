import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Fault } from './blame.ts';
import type { ProxyHealth } from './proxy-health.ts';
import type { ProxyRotation } from './proxy-rotation.ts';

/** One try through a proxy. */
export interface ProxyTry<Result> {
  readonly result: Result;
  /** Null if the try succeeded, or failed for a reason other than the proxy. */
  readonly blamed: { readonly failure: Failure; readonly fault: Fault } | null;
}

/** A request that is tried through one proxy after another until one returns a result. */
interface ProxiedRequest<Result> {
  readonly among: readonly ProxyHealth[];
  readonly host: string;
  try(one: ProxyHealth): Promise<ProxyTry<Result>>;
  /** The result if every proxy that may be used has failed, the last one for this reason. */
  failed(reason: Failure, last: Result | null): Result;
  /** Used if all proxies rest: the request is sent without one. Null: that is not allowed. */
  readonly direct: (() => Promise<Result>) | null;
}

/**
 * A request that fails because of one proxy is repeated through the next. If all rest, it waits for the
 * first; if none can be reached it fails, at once while another request tests whether that is still so.
 */
export class ProxyTries {
  readonly #rotation: ProxyRotation;
  readonly #clock: Clock;
  /** The failure of the last try that reached no proxy. */
  #unreached: Failure | null = null;

  constructor(rotation: ProxyRotation, clock: Clock) {
    this.#rotation = rotation;
    this.#clock = clock;
  }

  async make<Result>(request: ProxiedRequest<Result>, signal: AbortSignal): Promise<Result> {
    const { among, host, direct } = request;
    const rotation = this.#rotation;
    const tried = new Set<ProxyHealth>();
    let last: { readonly result: Result; readonly failure: Failure } | null = null;
    for (;;) {
      const one: ProxyHealth | null =
        direct === null ? rotation.next(among, host, tried) : rotation.ready(among, host, tried);
      if (one === null) {
        if (direct !== null) return direct();
        const isUnreached = rotation.isUnreached(among);
        if (last !== null) {
          return request.failed(isUnreached ? last.failure : asFault(last.failure), last.result);
        }
        if (isUnreached && this.#unreached !== null) return request.failed(this.#unreached, null);
        await rotation.change(signal);
        continue;
      }
      const { result, blamed } = await this.#tryOne(request, one, tried);
      if (blamed === null) {
        one.succeeded();
        // The proxies that refused this request rest, since another proxy accepted it.
        for (const other of tried) other.rest(this.#clock.now());
        return result;
      }
      rotation.failed(one, among, blamed.failure, host, blamed.fault === 'gone');
      tried.add(one);
      last = { result, failure: blamed.failure };
      if (blamed.failure.code === 'PROXY_UNREACHED') this.#unreached = blamed.failure;
    }
  }

  async #tryOne<Result>(
    request: ProxiedRequest<Result>,
    one: ProxyHealth,
    owner: object,
  ): Promise<ProxyTry<Result>> {
    one.began(owner);
    try {
      return await request.try(one);
    } finally {
      one.ended(owner);
      // Waiting requests continue after this turn, when the result for the proxy is known.
      this.#rotation.changed();
    }
  }
}

/** One proxy could not be reached, but others can: the network is not the cause. */
function asFault(reason: Failure): Failure {
  return reason.code === 'PROXY_UNREACHED' ? { ...reason, code: 'PROXY_FAILED' } : reason;
}
