import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports.ts';
import type { Fault } from './blame.ts';
import type { ProxyHealth } from './proxy-health.ts';
import type { ProxyRotation } from './proxy-rotation.ts';

/** One try through a proxy. */
export interface ProxyTry<Result> {
  readonly result: Result;
  /** Null where it succeeded, or failed by no fault of the proxy. */
  readonly blamed: { readonly failure: Failure; readonly fault: Fault } | null;
}

/** A request that goes through one proxy after another until one brings a result. */
interface ProxiedRequest<Result> {
  readonly among: readonly ProxyHealth[];
  readonly host: string;
  try(one: ProxyHealth): Promise<ProxyTry<Result>>;
  /** The result where every proxy that may be asked has failed, the last one for this reason. */
  failed(reason: Failure, last: Result | null): Result;
  /** Where no proxy is left that is not resting: the request goes without one. Null: it must not. */
  readonly direct: (() => Promise<Result>) | null;
}

/**
 * A request that one proxy fails goes to the next. Where all rest, it waits for the first; where none
 * can be reached it fails, at once while another request finds out whether that is still so.
 */
export class ProxyTries {
  readonly #rotation: ProxyRotation;
  readonly #clock: Clock;
  /** Why the last try failed that reached no proxy. */
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
        // What they refused, another one did.
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
      // Those that wait go on after this turn, when it is known how the proxy did.
      this.#rotation.changed();
    }
  }
}

/** One proxy could not be reached, others can: that is not the network. */
function asFault(reason: Failure): Failure {
  return reason.code === 'PROXY_UNREACHED' ? { ...reason, code: 'PROXY_FAILED' } : reason;
}
