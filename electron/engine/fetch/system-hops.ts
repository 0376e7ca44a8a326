import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../ports/clock.ts';
import { failedHop } from './failed-hop.ts';
import type { HopOrder, HopResult, MakeHop } from './hop-messages.ts';
import { blame } from './proxies/blame.ts';
import type { ProxyHealth } from './proxies/proxy-health.ts';
import type { ProxyRotation } from './proxies/proxy-rotation.ts';
import { ProxyTries, type ProxyTry } from './proxies/proxy-tries.ts';
import type { SystemProxies, SystemWay } from './proxies/system-proxies.ts';
import type { SessionRoutes } from './session-routes.ts';

interface SystemHopsParts {
  readonly system: SystemProxies;
  readonly rotation: ProxyRotation;
  readonly routes: SessionRoutes;
  readonly clock: Clock;
}

/**
 * Makes hops by the way that the system names for the origin of each, so that a redirect to another host
 * may change from a proxy to none or the reverse. As in browsers, proxies are tried in the order of the
 * system, and a direct connection only if the system allows it.
 */
export class SystemHops {
  readonly #parts: SystemHopsParts;
  readonly #tries: ProxyTries;

  constructor(parts: SystemHopsParts) {
    this.#parts = parts;
    this.#tries = new ProxyTries(parts.rotation, parts.clock);
  }

  /** @param forRows see `FetchRules` */
  hops(forRows: boolean): MakeHop {
    return async (order, signal) => {
      const url = new URL(order.url);
      const way = await this.#wayTo(url, order, signal);
      if (way.kind === 'unknown') return notMade(way.failure, null);
      const direct = (): Promise<HopResult> =>
        this.#parts.routes.hopsVia(null, forRows)(order, signal);
      return this.#tries.make<HopResult>(
        {
          among: way.proxies,
          host: url.host,
          try: (one) => this.#hopVia(one, forRows, order, signal),
          failed: notMade,
          direct: way.direct ? direct : null,
        },
        signal,
      );
    };
  }

  /** Within the time that is left for the page, since a PAC file may look names up. */
  #wayTo(url: URL, order: HopOrder, signal: AbortSignal): Promise<SystemWay> {
    const { system, clock } = this.#parts;
    return new Promise((resolve, reject) => {
      const late = failure('PROXY_FAILED', 'the system did not say in time which one to take');
      const over = (then: () => void): void => {
        cancel();
        signal.removeEventListener('abort', abort);
        then();
      };
      const abort = (): void => over(() => reject(signal.reason));
      const cancel = clock.after(order.remainingMs, () =>
        over(() => resolve({ kind: 'unknown', failure: late })),
      );
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      void system.for(url.origin).then((way) => over(() => resolve(way)));
    });
  }

  async #hopVia(
    one: ProxyHealth,
    forRows: boolean,
    order: HopOrder,
    signal: AbortSignal,
  ): Promise<ProxyTry<HopResult>> {
    const { routes } = this.#parts;
    const result = await routes.hopsVia(one.proxy, forRows)(order, signal);
    if (result.kind === 'answer') return { result, blamed: null };
    const { failure, fault } = await blame(result.failure, routes.via(one.proxy));
    return { result: { ...result, failure }, blamed: fault === null ? null : { failure, fault } };
  }
}

function notMade(reason: Failure, last: HopResult | null): HopResult {
  return last?.kind === 'failed' ? { ...last, failure: reason } : failedHop(reason);
}
