import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type {
  Clock,
  ExtractedPage,
  ExtractOutcome,
  Extractor,
  FetchedPage,
  Fetcher,
  FetchOutcome,
  FetchRules,
  FetchTrace,
  Logger,
} from '../../ports.ts';
import type { NetworkGuard } from '../guards/network-guard.ts';
import type { RobotsFiles } from '../manners/robots-files.ts';
import type { Booking } from '../schedule/booking.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import type { UrlOutcome } from './counters.ts';

/** Fetched pages that wait for a worker may hold this much, or number as many as the slots. */
const mostPendingBytes = 268_435_456;
const leastPendingPages = 64;

/** The way of a booked request: fetched, extracted, an outcome. */
export interface Pipeline {
  start(booking: Booking): void;
  /** Requests on the way, those that wait for a worker included. */
  readonly underWay: number;
  /** Of them, those of the list: the others ask for a robots.txt. */
  readonly pagesUnderWay: number;
  /** Extraction is behind: nothing new should be fetched. */
  readonly congested: boolean;
  /** Gives up what is being fetched; what is being extracted goes on to its outcome. */
  abort(): void;
  /** Whatever still arrives is dropped. */
  close(): void;
}

export interface PipelineDeps {
  readonly fetcher: Fetcher;
  readonly extractor: Extractor;
  readonly rules: FetchRules;
  /** A page is read to its end before the next one is fetched. */
  readonly oneByOne: boolean;
  readonly scheduler: Scheduler;
  readonly network: NetworkGuard;
  /** Null where the run does not obey robots.txt. */
  readonly robots: RobotsFiles | null;
  readonly clock: Clock;
  /** Milliseconds since 1970, for what is stored. */
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  /** `tried`: false for a request that was ruled out. */
  readonly onOutcome: (outcome: UrlOutcome, tried: boolean) => void;
  /** A try failed; the scheduler will hand the request out again. */
  readonly onRetry: (requestId: number) => void;
  /** A slot was freed, or a worker: more may be started. */
  readonly onRoom: () => void;
}

interface Flight {
  readonly booking: Booking;
  readonly startedAtMs: number;
  readonly abort: AbortController;
}

export function createPipeline(deps: PipelineDeps): Pipeline {
  const { fetcher, extractor, rules, scheduler, network, robots, clock, logger } = deps;
  const flights = new Set<Flight>();
  const forRows: FetchRules = { ...rules, forRows: true };
  let extracting = 0;
  let pendingBytes = 0;
  let closed = false;

  const finish = (flight: Pick<Flight, 'booking' | 'startedAtMs'>, found: Found): void => {
    const { kind, request, attempt, startedMs } = flight.booking;
    const outcome = {
      requestId: request.id,
      hostId: request.hostId,
      url: request.url,
      attempts: attempt,
      state: stateOf(found.failure),
      startedAtMs: flight.startedAtMs,
      finishedAtMs: flight.startedAtMs + clock.now() - startedMs,
      ...found,
    };
    deps.onOutcome(outcome, kind !== 'ruled-out');
  };

  /** Fails a booking by `settle`, unless it is the network that failed: the guard decides then. */
  const judge = (booking: Booking, reason: Failure, settle: () => void): void => {
    const settleLater = (): void => {
      if (closed) return;
      settle();
      deps.onRoom();
    };
    if (!network.takes(booking, reason, settleLater)) settle();
  };

  const failed = (flight: Flight, reason: Failure, trace: FetchTrace | null): void => {
    const { booking } = flight;
    judge(booking, reason, () => {
      if (scheduler.settle(booking, { kind: 'failed', failure: reason }) === 'retry') {
        deps.onRetry(booking.request.id);
      } else if (booking.kind === 'page') {
        finish(flight, { ...nothing, failure: reason, trace });
      }
    });
  };

  const robotsFetched = (booking: Booking, files: RobotsFiles, outcome: FetchOutcome): void => {
    const settle = (): void => scheduler.settleRobots(booking, files.read(outcome));
    if (outcome.kind === 'failed') {
      judge(booking, outcome.failure, settle);
    } else {
      network.answered(booking);
      settle();
    }
  };

  const finishRead = (
    flight: Flight,
    trace: FetchTrace,
    { outcome, extractMs }: ExtractedPage,
  ): void => {
    const times = { trace, extractMs };
    if (outcome.kind === 'rows') {
      const { rows, encoding } = outcome;
      finish(flight, { failure: null, rows, encoding, ...times });
    } else {
      finish(flight, { failure: outcome.failure, rows: [], encoding: null, ...times });
    }
  };

  const extract = (flight: Flight, { body, trace, url }: FetchedPage): void => {
    const beganMs = clock.now();
    const bytes = body.byteLength;
    extracting += 1;
    pendingBytes += bytes;
    const extracted = (outcome: ExtractOutcome): void => {
      if (closed) return;
      extracting -= 1;
      pendingBytes -= bytes;
      finishRead(flight, trace, { outcome, extractMs: clock.now() - beganMs });
      deps.onRoom();
    };
    extractor
      .extract({ body, url, contentType: trace.contentType })
      .then(extracted, (error: unknown) =>
        extracted({ kind: 'failed', failure: mistake('Extracting a page', error) }),
      );
  };

  const mistake = (what: string, error: unknown): Failure => {
    logger.error(`${what} went wrong in an unforeseen way.`, error);
    return failure('INTERNAL', error instanceof Error ? error.message : String(error));
  };

  const fetch = ({ booking, abort }: Flight): Promise<FetchOutcome> => {
    const { host, request, kind } = booking;
    const { url, login } = request;
    if (robots !== null && kind === 'robots') return robots.fetch(url);
    if (robots === null && login === undefined) return fetcher.fetch(url, forRows, abort.signal);
    const own: FetchRules = {
      ...forRows,
      ...(login === undefined ? {} : { login }),
      ...(robots === null
        ? {}
        : { mayFollow: (from: string, to: string) => robots.mayFollow(host, from, to) }),
    };
    return fetcher.fetch(url, own, abort.signal);
  };

  const fetched = (flight: Flight, outcome: FetchOutcome): void => {
    if (closed) return;
    flights.delete(flight);
    if (flight.booking.kind === 'robots' && robots !== null) {
      robotsFetched(flight.booking, robots, outcome);
    } else if (outcome.kind === 'failed') {
      failed(flight, outcome.failure, outcome.trace);
    } else {
      network.answered(flight.booking);
      scheduler.settle(flight.booking, { kind: 'fetched' });
      const { page } = outcome;
      if (page.extracted === undefined) extract(flight, page);
      else finishRead(flight, page.trace, page.extracted);
    }
    deps.onRoom();
  };

  const broke = (flight: Flight, error: unknown): void => {
    if (closed) return;
    flights.delete(flight);
    if (flight.abort.signal.aborted) scheduler.settle(flight.booking, { kind: 'aborted' });
    else failed(flight, mistake('Fetching a page', error), null);
    deps.onRoom();
  };

  const abort = (): void => {
    for (const flight of flights) flight.abort.abort();
    robots?.abort();
  };

  return {
    start(booking) {
      if (booking.kind === 'ruled-out') {
        const found = { ...nothing, failure: booking.failure };
        finish({ booking, startedAtMs: deps.timeOfDay() }, found);
        return;
      }
      const flight = { booking, startedAtMs: deps.timeOfDay(), abort: new AbortController() };
      flights.add(flight);
      fetch(flight).then(
        (outcome) => fetched(flight, outcome),
        (error: unknown) => broke(flight, error),
      );
    },
    get underWay() {
      return flights.size + extracting;
    },
    get pagesUnderWay() {
      let pages = extracting;
      for (const { booking } of flights) if (booking.kind === 'page') pages += 1;
      return pages;
    },
    get congested() {
      const mostPages = Math.max(leastPendingPages, scheduler.limits.concurrency);
      return extracting >= (deps.oneByOne ? 1 : mostPages) || pendingBytes >= mostPendingBytes;
    },
    abort,
    close() {
      closed = true;
      abort();
      flights.clear();
      extracting = 0;
    },
  };
}

const nothing = { rows: [], trace: null, encoding: null, extractMs: 0 } as const;

function stateOf(reason: Failure | null): UrlOutcome['state'] {
  if (reason === null) return 'done';
  return reason.code === 'ROBOTS' ? 'skipped' : 'failed';
}

type Found = Pick<UrlOutcome, 'failure' | 'rows' | 'trace' | 'encoding' | 'extractMs'>;
