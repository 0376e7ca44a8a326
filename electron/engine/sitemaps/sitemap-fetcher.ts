import type { Failure } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import { fetchRules } from '../core/fetch-rules.ts';
import { backoffMs } from '../core/schedule/retry-policy.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { FetchedPage, Fetcher, FetchOutcome, FetchRules } from '../ports/fetcher.ts';
import type { RobotsRules } from '../ports/robots-reader.ts';
import { createRobotsReader } from '../robots/robots-reader.ts';
import { sitemapLimits } from './sitemap-limits.ts';

const accept =
  'application/xml,text/xml,application/rss+xml,application/atom+xml,text/plain,*/*;q=0.5';

/** Sitemaps are made when they are asked for, which takes sites longer than a page. */
const leastTimeoutMs = 60_000;

/** What leads to a sitemap: it gets and reaches no more than a page to which a page led (see `FetchRules`). */
export interface LedBy {
  /** The address of the sitemap that names it. */
  readonly ledBy: string;
  /** The origin of the sitemap that a person named: no other gets the job's own headers. */
  readonly ownOrigin: string;
}

type SitemapOutcome =
  | { readonly kind: 'page'; readonly page: FetchedPage }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Fetches sitemaps one after the other, by the rules that a run has for pages: the addresses that it may reach,
 * robots.txt, the pause between two requests of a host, further tries.
 */
export class SitemapFetcher {
  readonly #fetcher: Fetcher;
  readonly #options: ResolvedOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #signal: AbortSignal;
  readonly #rules: FetchRules;
  /** By origin. */
  readonly #robots = new Map<string, Promise<RobotsRules>>();
  /** By origin, what its robots.txt asks for between two requests. */
  readonly #crawlDelayMs = new Map<string, number>();
  /** When the last request of an origin was answered. */
  readonly #answeredMs = new Map<string, number>();

  constructor(
    fetcher: Fetcher,
    options: ResolvedOptions,
    parts: { readonly clock: Clock; readonly random: Random; readonly signal: AbortSignal },
  ) {
    this.#fetcher = fetcher;
    this.#options = options;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#signal = parts.signal;
    const rules = fetchRules(options);
    this.#rules = {
      ...rules,
      headers: { ...rules.headers, accept },
      timeoutMs: Math.max(rules.timeoutMs, leastTimeoutMs),
      maxBytes: sitemapLimits.fileBytes,
      refresh: false,
      errorPages: false,
    };
  }

  /** @param ledBy null for a sitemap that a person named */
  async fetch(url: string, ledBy: LedBy | null): Promise<SitemapOutcome> {
    const failure = await this.#forbids(url, ledBy);
    if (failure !== null) return { kind: 'failed', failure };
    const { ownOrigin } = ledBy ?? { ownOrigin: new URL(url).origin };
    return this.#tried(url, {
      ...this.#rules,
      ...ledBy,
      mayFollow: (from, to) => this.#forbids(to, { ledBy: from, ownOrigin }),
    });
  }

  async #forbids(url: string, ledBy: LedBy | null): Promise<Failure | null> {
    if (!this.#options.robots) return null;
    return (await this.#robotsOf(new URL(url).origin, ledBy)).forbids(url);
  }

  #robotsOf(origin: string, ledBy: LedBy | null): Promise<RobotsRules> {
    const known = this.#robots.get(origin);
    if (known !== undefined) return known;
    const rules = { ...this.#rules, ...ledBy };
    const read = this.#tried(`${origin}/robots.txt`, rules).then((outcome) => {
      const robots = createRobotsReader(this.#options).read(outcome).rules;
      this.#crawlDelayMs.set(origin, robots.crawlDelayMs);
      return robots;
    });
    this.#robots.set(origin, read);
    return read;
  }

  async #tried(url: string, rules: FetchRules): Promise<FetchOutcome> {
    const { origin } = new URL(url);
    for (let tries = 1; ; tries += 1) {
      await this.#pause(origin);
      const outcome = await this.#fetcher.fetch(url, rules, this.#signal);
      this.#answeredMs.set(origin, this.#clock.now());
      const isLast = outcome.kind === 'page' || !outcome.failure.retryable;
      if (isLast || tries > this.#options.retries) return outcome;
      await this.#wait(backoffMs(tries, this.#random));
    }
  }

  async #pause(origin: string): Promise<void> {
    const last = this.#answeredMs.get(origin);
    if (last === undefined) return;
    const { delayMs } = this.#options;
    const pauseMs = Math.max(delayMs, this.#crawlDelayMs.get(origin) ?? 0);
    await this.#wait(last + pauseMs - this.#clock.now());
  }

  async #wait(ms: number): Promise<void> {
    if (ms <= 0) return;
    this.#signal.throwIfAborted();
    await new Promise<void>((resolve) => {
      const end = (): void => {
        cancel();
        this.#signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#clock.after(ms, end);
      this.#signal.addEventListener('abort', end);
    });
    this.#signal.throwIfAborted();
  }
}
