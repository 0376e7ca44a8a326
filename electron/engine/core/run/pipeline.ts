import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExtractedPage, Extractor } from '../../ports/extractor.ts';
import type {
  FetchedPage,
  Fetcher,
  FetchOutcome,
  FetchRules,
  FetchTrace,
} from '../../ports/fetcher.ts';
import type { Logger } from '../../ports/logger.ts';
import type { RenderRules } from '../../ports/renderer.ts';
import type { NetworkGuard } from '../guards/network-guard.ts';
import type { SocketShortage } from '../guards/socket-shortage.ts';
import type { NextPages } from '../leads/next-page.ts';
import type { RobotsFiles } from '../manners/robots-files.ts';
import type { PageRendering, ReadPage } from '../render/page-rendering.ts';
import type { Booking } from '../schedule/booking.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import type { UrlOutcome } from './counters.ts';
import { ExtractQueue } from './extract-queue.ts';
import { errorPageRead, type Found, outcomeOf, pageFailed, pageRead } from './outcome.ts';
import { unforeseen } from './unforeseen.ts';

interface PipelineDeps {
  readonly fetcher: Fetcher;
  readonly extractor: Extractor;
  readonly rules: FetchRules;
  /** Pages are kept beside the run's file. */
  readonly keepsPages: boolean;
  /** A page is read completely before the next one is fetched. */
  readonly oneByOne: boolean;
  readonly scheduler: Scheduler;
  readonly network: NetworkGuard;
  readonly sockets: SocketShortage;
  /** Null if the run does not obey robots.txt. */
  readonly robots: RobotsFiles | null;
  /** Null if the run renders no pages. */
  readonly rendering: PageRendering | null;
  /** Null if the job follows no next pages. */
  readonly nextPages: NextPages | null;
  /** The job takes fields of answers: pages are read here, where all of an answer is known. */
  readonly answerFields: boolean;
  readonly clock: Clock;
  /** Milliseconds since 1970, for stored times. */
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  /** `tried`: false for a request that was ruled out. */
  readonly onOutcome: (outcome: UrlOutcome, tried: boolean) => void;
  /** A try failed; the scheduler will return the request again. */
  readonly onRetry: (requestId: number) => void;
  /** A slot or a worker has become free: more requests may start. */
  readonly onRoom: () => void;
}

type FetchFailure = Extract<FetchOutcome, { kind: 'failed' }> & { readonly inBrowser?: boolean };

/** One try of a request, from its booking to its outcome. */
interface Try {
  readonly booking: Booking;
  /** Since 1970. */
  readonly startedAtMs: number;
  readonly abort: AbortController;
}

/** Takes a booked request through fetching and extraction to its outcome. */
export class Pipeline {
  readonly #deps: PipelineDeps;
  #rules: FetchRules;
  readonly #fetching = new Set<Try>();
  readonly #extracting: ExtractQueue;
  #isClosed = false;

  constructor(deps: PipelineDeps) {
    const { extractor, clock, logger, rules } = deps;
    this.#deps = deps;
    this.#rules = this.#forPages(rules);
    this.#extracting = new ExtractQueue({ extractor, clock, logger });
  }

  /** The number of requests under way, including those that wait for a worker. */
  get underWay(): number {
    return this.#fetching.size + this.#extracting.size;
  }

  /** The requests under way that belong to the list; the others fetch a robots.txt. */
  get pagesUnderWay(): number {
    let pages = this.#extracting.size;
    for (const { booking } of this.#fetching) if (booking.kind === 'page') pages += 1;
    return pages;
  }

  /** Extraction is behind: no new page should be fetched. */
  get isCongested(): boolean {
    const { oneByOne, scheduler } = this.#deps;
    if (oneByOne && this.#extracting.size > 0) return true;
    return this.#extracting.isFull(scheduler.limits.concurrency);
  }

  /** From the next request on. */
  setRules(rules: FetchRules): void {
    this.#rules = this.#forPages(rules);
  }

  start(booking: Booking): void {
    const { clock, timeOfDay, onOutcome } = this.#deps;
    const startedAtMs = timeOfDay();
    if (booking.kind === 'ruled-out') {
      const found = pageFailed(booking.failure, null);
      onOutcome(outcomeOf(booking, startedAtMs, clock.now(), found), false);
      return;
    }
    const one = { booking, startedAtMs, abort: new AbortController() };
    this.#fetching.add(one);
    this.#fetch(one).then(
      (outcome) => this.#arrived(one, outcome),
      (error: unknown) => this.#ended(one, () => this.#broke(one, error)),
    );
  }

  /** Aborts the fetches under way; pages that are being extracted continue to their outcomes. */
  abort(): void {
    for (const { abort } of this.#fetching) abort.abort();
    this.#deps.robots?.abort();
  }

  /** Drops all results that arrive later. */
  close(): void {
    this.#isClosed = true;
    this.abort();
    this.#fetching.clear();
    this.#extracting.close();
  }

  /** A page that may be rendered has to come here as it is. */
  #forPages(rules: FetchRules): FetchRules {
    const { rendering, keepsPages, answerFields } = this.#deps;
    return { ...rules, forRows: rendering === null && !answerFields, keep: keepsPages };
  }

  #fetch({ booking, abort }: Try): Promise<FetchOutcome> {
    const { fetcher, robots } = this.#deps;
    const { host, request, kind } = booking;
    const { url, login, ledBy, ownOrigin = null } = request;
    if (robots !== null && kind === 'robots') return robots.fetch(request);
    // Most requests have no rules of their own, so they need no object of their own.
    if (robots === null && login === undefined && ledBy === undefined) {
      return fetcher.fetch(url, this.#rules, abort.signal, request.id);
    }
    const own: FetchRules = {
      ...this.#rules,
      ...(login === undefined ? {} : { login }),
      ...(ledBy === undefined ? {} : { ledBy, ownOrigin }),
      ...(robots === null
        ? {}
        : { mayFollow: (from: string, to: string) => robots.mayFollow(host, from, to) }),
    };
    return fetcher.fetch(url, own, abort.signal, request.id);
  }

  /** A page that may be rendered keeps its slot until it is read; all others are only read from here on. */
  #arrived(one: Try, outcome: FetchOutcome): void {
    const { rendering, scheduler } = this.#deps;
    if (this.#isClosed) return;
    if (rendering === null || outcome.kind === 'failed' || one.booking.kind !== 'page') {
      this.#ended(one, () => this.#fetched(one, outcome));
      return;
    }
    this.#answered(one.booking);
    scheduler.arrived(one.booking);
    const { host, request } = one.booking;
    const { page } = outcome;
    const { url } = request;
    const attempt = this.#attemptFor(one.booking);
    const follow: RenderRules['follow'] = (from, url, signal) =>
      this.#follow(one.booking, page.trace, from, url, signal);
    rendering.read({ page, host: host.key, url, signal: one.abort.signal, follow, attempt }).then(
      (read) => this.#ended(one, () => this.#rendered(one, read)),
      (error: unknown) => this.#ended(one, () => this.#broke(one, error)),
    );
  }

  /** A document to which the script of a page leads: it is fetched as if the page had redirected. */
  async #follow(
    { host, request }: Booking,
    trace: FetchTrace,
    from: string,
    url: string,
    signal: AbortSignal,
  ): Promise<FetchOutcome> {
    const { fetcher, robots } = this.#deps;
    const refused = (await robots?.mayFollow(host, from, url)) ?? null;
    if (refused !== null) return { kind: 'failed', failure: refused, trace };
    const { login } = request;
    const { origin } = new URL(request.url);
    const isOwn = new URL(url).origin === origin;
    const { ownOrigin = origin } = request;
    const own: FetchRules = {
      ...this.#rules,
      ledBy: from,
      // Where a redirect or a script had led elsewhere, a way back gets no more than a redirect back.
      ownOrigin: new URL(from).origin === ownOrigin ? ownOrigin : null,
      ...(login !== undefined && isOwn ? { login } : {}),
      ...(robots === null
        ? {}
        : { mayFollow: (from: string, to: string) => robots.mayFollow(host, from, to) }),
    };
    return fetcher.fetch(url, own, signal);
  }

  #rendered(one: Try, read: ReadPage): void {
    if (read.kind === 'failed') {
      this.#failed(one, read.failure, { ...read, inBrowser: true });
      return;
    }
    this.#deps.scheduler.settle(one.booking, { kind: 'fetched' });
    const next = this.#nextOf(one.booking, read.page, read.read);
    const found = pageRead(read.read, read.page.trace, next);
    this.#finish(one, { ...found, inBrowser: read.inBrowser });
  }

  /** The fetch of a try has ended: at least its slot is free again. */
  #ended(one: Try, settle: () => void): void {
    if (this.#isClosed) return;
    this.#fetching.delete(one);
    settle();
    this.#deps.onRoom();
  }

  #fetched(one: Try, outcome: FetchOutcome): void {
    const { scheduler, robots } = this.#deps;
    const { booking } = one;
    if (booking.kind === 'robots' && robots !== null) {
      this.#robotsFetched(booking, robots, outcome);
    } else if (outcome.kind === 'failed') {
      this.#failed(one, outcome.failure, outcome);
    } else {
      const { page } = outcome;
      this.#answered(booking);
      scheduler.settle(booking, { kind: 'fetched' });
      this.#read(page, booking, (read) =>
        this.#finish(one, pageRead(read, page.trace, this.#nextOf(booking, page, read))),
      );
    }
  }

  #nextOf({ request }: Booking, page: FetchedPage, { outcome }: ExtractedPage) {
    return this.#deps.nextPages?.of(request.url, page, outcome);
  }

  /** Null: the job takes no field of answers. */
  #attemptFor({ attempt }: Booking): number | null {
    return this.#deps.answerFields ? attempt : null;
  }

  #answered(booking: Booking): void {
    const { network, sockets } = this.#deps;
    network.answered(booking);
    sockets.answered(booking);
  }

  /** Calls `done` at once if a worker has read the page already. */
  #read(page: FetchedPage, booking: Booking, done: (read: ExtractedPage) => void): void {
    if (page.extracted !== undefined) {
      done(page.extracted);
      return;
    }
    this.#extracting.add(page, this.#attemptFor(booking), (read) => {
      done(read);
      this.#deps.onRoom();
    });
  }

  #robotsFetched(booking: Booking, robots: RobotsFiles, outcome: FetchOutcome): void {
    const { scheduler, network } = this.#deps;
    const settle = (): void => scheduler.settleRobots(booking, robots.read(outcome));
    if (outcome.kind === 'failed') {
      this.#judge(booking, outcome.failure, settle);
    } else {
      network.answered(booking);
      settle();
    }
  }

  /** The fetcher throws when it is aborted, and when Trawl has a defect. */
  #broke(one: Try, error: unknown): void {
    const { scheduler, logger } = this.#deps;
    if (one.abort.signal.aborted) scheduler.settle(one.booking, { kind: 'aborted' });
    else this.#failed(one, unforeseen(logger, 'Fetching a page', error), null);
  }

  /** @param failed the details of the failed fetch; null if the fetcher itself threw */
  #failed(one: Try, failure: Failure, failed: FetchFailure | null): void {
    const { scheduler, onRetry, clock } = this.#deps;
    const { booking } = one;
    // A guard may keep the failure for as long as the network is down, which is no time that the page took.
    const endedMs = clock.now();
    this.#judge(booking, failure, () => {
      if (scheduler.settle(booking, { kind: 'failed', failure }) === 'retry') {
        onRetry(booking.request.id);
      } else if (failed?.page !== undefined) {
        const { page } = failed;
        this.#read(page, booking, (read) =>
          this.#finish(one, errorPageRead(failure, read, page.trace)),
        );
      } else if (booking.kind === 'page') {
        const inBrowser = failed?.inBrowser ?? false;
        this.#finish(one, { ...pageFailed(failure, failed?.trace ?? null), inBrowser }, endedMs);
      }
    });
  }

  /**
   * Settles a failed booking by `settle`, unless the network or this computer is the cause: then a guard
   * decides.
   */
  #judge(booking: Booking, reason: Failure, settle: () => void): void {
    const settleLater = (): void => {
      if (this.#isClosed) return;
      settle();
      this.#deps.onRoom();
    };
    const { network, sockets } = this.#deps;
    if (network.takes(booking, reason, settleLater) || sockets.takes(booking, reason)) return;
    settle();
  }

  #finish({ booking, startedAtMs }: Try, found: Found, endedMs = this.#deps.clock.now()): void {
    this.#deps.onOutcome(outcomeOf(booking, startedAtMs, endedMs, found), true);
  }
}
