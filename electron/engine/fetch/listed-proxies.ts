import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../ports/clock.ts';
import type { FetchOutcome, FetchRules } from '../ports/fetcher.ts';
import type { PageWay } from './fetch-page.ts';
import { fetchPage } from './fetch-page.ts';
import { blame } from './proxies/blame.ts';
import type { ProxyHealth } from './proxies/proxy-health.ts';
import type { ProxyRotation } from './proxies/proxy-rotation.ts';
import { ProxyTries, type ProxyTry } from './proxies/proxy-tries.ts';
import type { SessionRoutes } from './session-routes.ts';

interface ListedProxiesParts {
  readonly among: readonly ProxyHealth[];
  readonly rotation: ProxyRotation;
  readonly routes: SessionRoutes;
  readonly clock: Clock;
  wayVia(one: ProxyHealth): PageWay;
}

/** Fetches pages through the proxies of a list: all hops of a page use the same one. */
export class ListedProxies {
  readonly #parts: ListedProxiesParts;
  readonly #tries: ProxyTries;

  constructor(parts: ListedProxiesParts) {
    this.#parts = parts;
    this.#tries = new ProxyTries(parts.rotation, parts.clock);
  }

  /** @param sent receives the Cookie header of each hop */
  fetch(
    url: string,
    rules: FetchRules,
    signal: AbortSignal,
    sent: string[],
  ): Promise<FetchOutcome> {
    return this.#tries.make<FetchOutcome>(
      {
        among: this.#parts.among,
        host: new URL(url).host,
        try: (one) => this.#fetchVia(one, url, rules, signal, sent),
        failed: (failure, last) =>
          last?.kind === 'failed' ? { ...last, failure } : untried(url, failure),
        direct: null,
      },
      signal,
    );
  }

  async #fetchVia(
    one: ProxyHealth,
    url: string,
    rules: FetchRules,
    signal: AbortSignal,
    sent: string[],
  ): Promise<ProxyTry<FetchOutcome>> {
    const { routes, rotation, wayVia } = this.#parts;
    const forbidden = new Set<Failure>();
    const mayFollow = async (from: string, to: string): Promise<Failure | null> => {
      // An answer has arrived, so the proxy works. The check of the redirect's target may need this very
      // proxy.
      one.answered();
      rotation.changed();
      const reason = (await rules.mayFollow?.(from, to)) ?? null;
      if (reason !== null) forbidden.add(reason);
      return reason;
    };
    const outcome = await fetchPage(wayVia(one), url, { ...rules, mayFollow }, signal, sent);
    if (outcome.kind === 'page' || forbidden.has(outcome.failure)) {
      return { result: outcome, blamed: null };
    }
    const { failure, fault } = await blame(outcome.failure, routes.via(one.proxy));
    return { result: { ...outcome, failure }, blamed: fault === null ? null : { failure, fault } };
  }
}

/** A fetch without any request, since no proxy can be reached. */
function untried(url: string, failure: Failure): FetchOutcome {
  const trace = {
    finalUrl: url,
    status: null,
    redirects: [],
    headers: '',
    answeredAtMs: null,
    contentType: null,
    wireBytes: 0,
    headersMs: 0,
    bodyMs: 0,
    notes: [],
  };
  return { kind: 'failed', failure, trace };
}
