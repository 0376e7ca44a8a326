import type { LookupFunction } from 'node:net';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import type { HopResult } from '../fetch/hop-messages.ts';
import { openFilesLimit } from '../fetch/open-files.ts';
import type { RouteDescription } from '../fetch/route.ts';
import type { HopWorkers } from '../fetch/session-routes.ts';
import { shareOf, socketLimits } from '../fetch/sockets.ts';
import { type Flight, HopWorker } from './hop-worker.ts';
import { fullShare } from './loop-share.ts';
import type { WorkerLife } from './worker-life.ts';
import type { Usage } from './worker-messages.ts';

export interface FetchPoolOptions {
  readonly rules: ExtractRules;
  /** Workers. */
  readonly size: number;
  readonly start: () => WorkerLife;
  readonly lookup: LookupFunction;
  /** The longest that reading a page may take, or that a worker may say nothing. Default: 10,000. */
  readonly deadlineMs?: number;
}

export interface FetchPool extends HopWorkers {
  /** Of workers that are processes. */
  usage(): Usage;
  /** All workers that there may be have all hands full. */
  readonly isFull: boolean;
  close(): void;
}

/** Looks at every worker within its deadline, and until it has started on a busy machine. */
const looks = 20;
const looksToStart = 20 * looks;

/**
 * Workers that fetch and extract, each with its own connections. A hop goes to the one that has the
 * fewest. Of a worker that ends or hangs nobody knows which page is the cause: what it had is tried
 * again, and from the second end on, or after one that hung, alone. What ends a worker alone fails; an
 * end from outside accuses nobody.
 */
export function createFetchPool(options: FetchPoolOptions): FetchPool {
  const { rules, lookup, deadlineMs = 10_000 } = options;
  const limits = socketLimits(openFilesLimit());
  const workers = new Set<HopWorker>();
  const hung = new Set<HopWorker>();
  let suspects: Flight[] = [];
  let waiting: Flight[] = [];
  /** What workers that have ended have cost. */
  let spentMs = 0;
  let nextId = 1;
  let closed = false;
  let watch: NodeJS.Timeout | null = null;

  const addWorker = (): HopWorker => {
    const worker: HopWorker = new HopWorker({
      life: options.start(),
      rules,
      lookup,
      extractDeadlineMs: deadlineMs,
      beatMs: deadlineMs / looks,
      // Threads share the descriptors of one process; processes need no more than threads.
      sockets: shareOf(limits, options.size),
      onRoom: () => dispatch(),
      onEnd: (why, left) => ended(worker, why, left),
    });
    workers.add(worker);
    return worker;
  };

  const ended = (worker: HopWorker, why: Failure, left: readonly Flight[]): void => {
    workers.delete(worker);
    spentMs += worker.usage?.cpuMs ?? 0;
    const [first] = left;
    const hangs = hung.delete(worker);
    if (first !== undefined && left.length === 1 && (first.suspect || hangs)) {
      first.done(failedHop(hangs ? failure('PARSE_TIMEOUT', `${deadlineMs / 1000} s`) : why));
    } else {
      for (const flight of left) {
        flight.ends += 1;
        flight.suspect = hangs || flight.ends > 1;
        (flight.suspect ? suspects : waiting).push(flight);
      }
    }
    dispatch();
  };

  /** Lanes without a suspect, the idlest first; one more is started while there may be more. */
  const idlest = (): HopWorker | null => {
    let best: HopWorker | null = null;
    for (const worker of workers) {
      if (worker.hasSuspect) continue;
      if (best === null || worker.flights.size < best.flights.size) best = worker;
    }
    const free = best !== null && best.flights.size === 0;
    return !free && workers.size < options.size ? addWorker() : best;
  };

  const dispatch = (): void => {
    if (closed) return;
    while (suspects.length > 0) {
      const worker = idlest();
      // The suspects come first: a worker is emptied for them.
      if (worker === null || worker.flights.size > 0) return;
      const suspect = suspects.shift();
      if (suspect !== undefined) worker.send(suspect);
    }
    while (waiting.length > 0) {
      const worker = idlest();
      if (worker === null) return;
      const flight = waiting.shift();
      if (flight !== undefined) worker.send(flight);
    }
  };

  const look = (): void => {
    for (const worker of workers) {
      if (worker.flights.size === 0) worker.silentLooks = 0;
      worker.silentLooks += 1;
      const patience = worker.hasStarted ? looks : looksToStart;
      if (worker.silentLooks <= patience || hung.has(worker)) continue;
      hung.add(worker);
      worker.kill();
    }
  };

  const forget = (id: number): void => {
    suspects = suspects.filter((flight) => flight.id !== id);
    waiting = waiting.filter((flight) => flight.id !== id);
    for (const worker of workers) worker.cut(id);
  };

  const hop = (
    route: RouteDescription,
    order: Flight['order'],
    signal: AbortSignal,
  ): Promise<HopResult> =>
    new Promise((resolve, reject) => {
      if (closed) {
        resolve(failedHop(failure('INTERNAL', 'the workers are closed')));
        return;
      }
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const id = nextId++;
      const abort = (): void => {
        forget(id);
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      const done = (result: HopResult): void => {
        signal.removeEventListener('abort', abort);
        resolve(result);
      };
      const sinceMs = performance.now();
      waiting.push({ id, route, order, sinceMs, ends: 0, suspect: false, done });
      watch ??= setInterval(look, deadlineMs / looks);
      dispatch();
    });

  return {
    hopsOver: (route) => (order, signal) => hop(route, order, signal),
    get isFull() {
      return workers.size === options.size && [...workers].every(({ busy }) => busy >= fullShare);
    },
    usage() {
      let rssBytes = 0;
      let cpuMs = spentMs;
      for (const { usage } of workers) {
        rssBytes += usage?.rssBytes ?? 0;
        cpuMs += usage?.cpuMs ?? 0;
      }
      return { rssBytes, cpuMs };
    },
    close() {
      closed = true;
      if (watch !== null) clearInterval(watch);
      const left = [
        ...waiting,
        ...suspects,
        ...[...workers].flatMap(({ flights }) => [...flights.values()]),
      ];
      for (const worker of workers) {
        worker.flights.clear();
        worker.kill();
      }
      const stopped = failedHop(failure('INTERNAL', 'the workers were closed'));
      for (const flight of left) flight.done(stopped);
    },
  };
}

function failedHop(reason: Failure): HopResult {
  return {
    kind: 'failed',
    failure: reason,
    status: null,
    headers: { contentType: null, location: undefined, retryAfter: undefined, setCookie: [] },
    wireBytes: 0,
    headersMs: 0,
    bodyMs: 0,
    untrusted: false,
  };
}
