import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type {
  Clock,
  ExtractOutcome,
  Extractor,
  FetchedPage,
  Fetcher,
  FetchOutcome,
  FetchRules,
  FetchTrace,
  Logger,
} from '../ports.ts';
import type { UrlOutcome } from './counters.ts';
import type { Booking, Scheduler } from './scheduler.ts';

/** Fetched pages that wait for a worker may hold this much, or number as many as the slots. */
const mostPendingBytes = 268_435_456;
const leastPendingPages = 64;

/** The way of a booked request: fetched, extracted, an outcome. */
export interface Pipeline {
  start(booking: Booking): void;
  /** Requests on the way, those that wait for a worker included. */
  readonly underWay: number;
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
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  /** Milliseconds since 1970, for what is stored. */
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  readonly onOutcome: (outcome: UrlOutcome) => void;
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
  const { fetcher, extractor, rules, scheduler, clock, logger } = deps;
  const flights = new Set<Flight>();
  let extracting = 0;
  let pendingBytes = 0;
  let closed = false;

  const finish = (flight: Flight, found: Found): void => {
    const { request, attempt, startedMs } = flight.booking;
    deps.onOutcome({
      requestId: request.id,
      hostId: request.hostId,
      url: request.url,
      attempts: attempt,
      state: found.failure === null ? 'done' : 'failed',
      startedAtMs: flight.startedAtMs,
      finishedAtMs: flight.startedAtMs + clock.now() - startedMs,
      ...found,
    });
  };

  const failed = (flight: Flight, reason: Failure, trace: FetchTrace | null): void => {
    const settlement = { kind: 'failed', failure: reason } as const;
    if (scheduler.settle(flight.booking, settlement) === 'final') {
      finish(flight, { failure: reason, rows: [], trace, encoding: null, extractMs: 0 });
    } else {
      deps.onRetry(flight.booking.request.id);
    }
  };

  const extract = (flight: Flight, { body, trace }: FetchedPage): void => {
    const beganMs = clock.now();
    const bytes = body.byteLength;
    extracting += 1;
    pendingBytes += bytes;
    const extracted = (outcome: ExtractOutcome): void => {
      if (closed) return;
      extracting -= 1;
      pendingBytes -= bytes;
      const times = { trace, extractMs: clock.now() - beganMs };
      if (outcome.kind === 'rows') {
        const { rows, encoding } = outcome;
        finish(flight, { failure: null, rows, encoding, ...times });
      } else {
        finish(flight, { failure: outcome.failure, rows: [], encoding: null, ...times });
      }
      deps.onRoom();
    };
    extractor
      .extract({ body, url: trace.finalUrl, contentType: trace.contentType })
      .then(extracted, (error: unknown) =>
        extracted({ kind: 'failed', failure: mistake('Extracting a page', error) }),
      );
  };

  const mistake = (what: string, error: unknown): Failure => {
    logger.error(`${what} went wrong in an unforeseen way.`, error);
    return failure('INTERNAL', error instanceof Error ? error.message : String(error));
  };

  const fetched = (flight: Flight, outcome: FetchOutcome): void => {
    if (closed) return;
    flights.delete(flight);
    if (outcome.kind === 'failed') {
      failed(flight, outcome.failure, outcome.trace);
    } else {
      scheduler.settle(flight.booking, { kind: 'fetched' });
      extract(flight, outcome.page);
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

  return {
    start(booking) {
      const flight = { booking, startedAtMs: deps.timeOfDay(), abort: new AbortController() };
      flights.add(flight);
      fetcher.fetch(booking.request.url, rules, flight.abort.signal).then(
        (outcome) => fetched(flight, outcome),
        (error: unknown) => broke(flight, error),
      );
    },
    get underWay() {
      return flights.size + extracting;
    },
    get congested() {
      const mostPages = Math.max(leastPendingPages, scheduler.limits.concurrency);
      return extracting >= mostPages || pendingBytes >= mostPendingBytes;
    },
    abort() {
      for (const flight of flights) flight.abort.abort();
    },
    close() {
      closed = true;
      for (const flight of flights) flight.abort.abort();
      flights.clear();
      extracting = 0;
    },
  };
}

type Found = Pick<UrlOutcome, 'failure' | 'rows' | 'trace' | 'encoding' | 'extractMs'>;
