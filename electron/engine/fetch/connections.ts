import type { Socket } from 'node:net';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ProxyAddress } from '#shared/job/proxy.ts';
import { failureOfError } from './classify-error.ts';
import { blame } from './proxies/blame.ts';
import type { ProxyHealth } from './proxies/proxy-health.ts';
import type { ProxyTries, ProxyTry } from './proxies/proxy-tries.ts';
import type { SystemWay } from './proxies/system-proxies.ts';
import type { ConnectionTarget } from './route.ts';
import type { SessionRoutes } from './session-routes.ts';

export type Connected =
  | {
      readonly kind: 'connected';
      readonly socket: Socket;
      /** The proxy that is at the other end and answers requests itself; null: the site is. */
      readonly answeredBy: ProxyAddress | null;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface ConnectionParts {
  readonly routes: SessionRoutes;
  readonly tries: ProxyTries;
  /** The job has no proxies. */
  readonly isDirect: boolean;
  /** The proxies for an origin, in the order in which they are tried. Never rejects. */
  wayTo(origin: string): Promise<SystemWay>;
}

/**
 * Opens the connections for what rendered pages load, by the proxies and with the addresses that the run's
 * own fetches have.
 */
export class Connections {
  readonly #parts: ConnectionParts;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  /** No connection goes through a proxy. */
  get isDirect(): boolean {
    return this.#parts.isDirect;
  }

  /** Rejects only when `signal` aborts, with its reason. */
  async open(target: ConnectionTarget, signal: AbortSignal): Promise<Connected> {
    const { tries, wayTo } = this.#parts;
    const host = target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname;
    const scheme = target.tunnel ? 'https' : 'http';
    const way = await wayTo(`${scheme}://${host}:${target.port}`);
    if (way.kind === 'unknown') return failed(way.failure);
    const direct = (): Promise<Connected> => this.#via(null, target);
    if (way.proxies.length === 0) return direct();
    return tries.make<Connected>(
      {
        among: way.proxies,
        host: `${host}:${target.port}`,
        try: (one) => this.#tryVia(one, target),
        failed,
        direct: way.direct ? direct : null,
      },
      signal,
    );
  }

  async #tryVia(one: ProxyHealth, target: ConnectionTarget): Promise<ProxyTry<Connected>> {
    const result = await this.#via(one.proxy, target);
    if (result.kind === 'connected') return { result, blamed: null };
    const { failure, fault } = await blame(result.failure, this.#parts.routes.via(one.proxy));
    return { result: failed(failure), blamed: fault === null ? null : { failure, fault } };
  }

  async #via(proxy: ProxyAddress | null, target: ConnectionTarget): Promise<Connected> {
    const route = this.#parts.routes.via(proxy);
    try {
      const socket = await route.connect(target);
      const isAnswered = !target.tunnel && route.forwards(new URL('http://site.invalid'));
      return { kind: 'connected', socket, answeredBy: isAnswered ? proxy : null };
    } catch (error) {
      return failed(failureOfError(error, 'connect'));
    }
  }
}

function failed(failure: Failure): Connected {
  return { kind: 'failed', failure };
}
