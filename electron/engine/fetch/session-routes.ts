import type { ProxyAddress } from '#shared/job/proxy.ts';
import { hopsOver } from './hop.ts';
import type { MakeHop } from './hop-messages.ts';
import { Route, type RouteDescription, type RouteOptions } from './route.ts';

/** Workers that make the hops of a run and extract the rows of their pages. */
export interface HopWorkers {
  hopsOver(route: RouteDescription): MakeHop;
}

export interface SessionRouteParts {
  /** The route without proxies, shared by all sessions. */
  readonly shared: Route;
  readonly options: Pick<RouteOptions, 'connectTimeoutMs' | 'lookup' | 'ca' | 'sockets'>;
  readonly ignoreTlsErrors: boolean;
  /** Called for every page; if it returns null, the hops are made here. */
  readonly workers: () => HopWorkers | null;
}

interface Here {
  readonly route: Route;
  readonly makeHop: MakeHop;
}

/** The routes of one session: directly to the sites, and through each of its proxies. */
export class SessionRoutes {
  readonly #parts: SessionRouteParts;
  readonly #known = new Map<string, Here>();
  readonly #own: Route[] = [];

  constructor(parts: SessionRouteParts) {
    this.#parts = parts;
  }

  /** @param proxy null: directly to the sites */
  via(proxy: ProxyAddress | null): Route {
    return this.#here(proxy).route;
  }

  /**
   * The function that makes hops by this route; pages whose rows are wanted go to the workers if there are
   * any.
   */
  hopsVia(proxy: ProxyAddress | null, forRows: boolean): MakeHop {
    const { route, makeHop } = this.#here(proxy);
    return (forRows ? this.#parts.workers() : null)?.hopsOver(route.description) ?? makeHop;
  }

  async close(): Promise<void> {
    await Promise.all(this.#own.map((route) => route.close()));
  }

  #here(proxy: ProxyAddress | null): Here {
    const name = proxy?.name ?? '';
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const route = this.#routeVia(proxy);
    const here = { route, makeHop: hopsOver(route) };
    this.#known.set(name, here);
    return here;
  }

  #routeVia(proxy: ProxyAddress | null): Route {
    const { shared, options, ignoreTlsErrors } = this.#parts;
    if (proxy === null && !ignoreTlsErrors) return shared;
    const route = new Route({ ...options, ignoreTlsErrors, proxy });
    this.#own.push(route);
    return route;
  }
}
