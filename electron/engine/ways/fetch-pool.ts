import type { LookupFunction } from 'node:net';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import { failedHop } from '../fetch/failed-hop.ts';
import type { HopOrder, HopResult, MakeHop } from '../fetch/hop-messages.ts';
import { openFilesLimit } from '../fetch/open-files.ts';
import type { RouteDescription } from '../fetch/route.ts';
import type { HopWorkers } from '../fetch/session-routes.ts';
import { type SocketLimits, shareOf, socketLimits } from '../fetch/sockets.ts';
import type { WorkerLife } from '../workers/worker-life.ts';
import { FlightQueue } from './flight-queue.ts';
import { type Flight, HopWorker } from './hop-worker.ts';
import { fullShare } from './loop-share.ts';
import type { Usage } from './worker-messages.ts';

export interface FetchPoolOptions {
  readonly rules: ExtractRules;
  /** The number of workers. */
  readonly size: number;
  readonly start: () => WorkerLife;
  readonly lookup: LookupFunction;
  /**
   * The longest time for reading a page, and the longest time without a message of a worker. Default:
   * 10,000.
   */
  readonly deadlineMs?: number;
}

/** The number of checks of each worker within its deadline, and until it has started on a busy machine. */
const looks = 20;
const looksToStart = 20 * looks;

/**
 * Workers that fetch and extract, each with its own connections. A hop goes to the worker with the fewest
 * hops. When a worker ends or hangs, it is unknown which of its pages is the cause: all of them are tried
 * again, and from the second end on, or after a hang, each of them alone. A page that ends a worker alone
 * fails; if the worker was ended from outside, no page is suspected.
 */
export class FetchPool implements HopWorkers {
  readonly #options: FetchPoolOptions;
  readonly #deadlineMs: number;
  readonly #limits: SocketLimits = socketLimits(openFilesLimit());
  readonly #workers = new Set<HopWorker>();
  readonly #hung = new Set<HopWorker>();
  readonly #queue = new FlightQueue();
  /** The resources that ended workers have used. */
  #spentMs = 0;
  #nextId = 1;
  #closed = false;
  #watch: NodeJS.Timeout | null = null;

  constructor(options: FetchPoolOptions) {
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? 10_000;
  }

  hopsOver(route: RouteDescription): MakeHop {
    return (order, signal) => this.#hop(route, order, signal);
  }

  /** All workers that may be started are busy all the time. */
  get isFull(): boolean {
    const workers = [...this.#workers];
    return workers.length === this.#options.size && workers.every(({ busy }) => busy >= fullShare);
  }

  /** The resources used by workers that are processes. */
  usage(): Usage {
    let rssBytes = 0;
    let cpuMs = this.#spentMs;
    for (const { usage } of this.#workers) {
      rssBytes += usage?.rssBytes ?? 0;
      cpuMs += usage?.cpuMs ?? 0;
    }
    return { rssBytes, cpuMs };
  }

  close(): void {
    this.#closed = true;
    if (this.#watch !== null) clearInterval(this.#watch);
    const inWorkers = [...this.#workers].flatMap(({ flights }) => [...flights.values()]);
    const left = [...this.#queue.takeAll(), ...inWorkers];
    for (const worker of this.#workers) {
      worker.flights.clear();
      worker.kill();
    }
    const stopped = failedHop(failure('INTERNAL', 'the workers were closed'));
    for (const flight of left) flight.done(stopped);
  }

  #hop(route: RouteDescription, order: HopOrder, signal: AbortSignal): Promise<HopResult> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        resolve(failedHop(failure('INTERNAL', 'the workers are closed')));
        return;
      }
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const id = this.#nextId++;
      const abort = (): void => {
        this.#forget(id);
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      const done = (result: HopResult): void => {
        signal.removeEventListener('abort', abort);
        resolve(result);
      };
      const sinceMs = performance.now();
      this.#queue.add({ id, route, order, sinceMs, ends: 0, suspect: false, done });
      this.#watch ??= setInterval(() => this.#look(), this.#deadlineMs / looks);
      this.#dispatch();
    });
  }

  #forget(id: number): void {
    this.#queue.forget(id);
    for (const worker of this.#workers) worker.cut(id);
  }

  #dispatch(): void {
    while (!this.#closed && !this.#queue.isEmpty) {
      const worker = this.#idlest();
      if (worker === null) return;
      // Suspects come first, and each of them gets an empty worker.
      if (this.#queue.hasSuspects && worker.flights.size > 0) return;
      const flight = this.#queue.next();
      if (flight !== undefined) worker.send(flight);
    }
  }

  /** The least busy worker without a suspect; a new one is started while more are allowed. */
  #idlest(): HopWorker | null {
    let best: HopWorker | null = null;
    for (const worker of this.#workers) {
      if (worker.hasSuspect) continue;
      if (best === null || worker.flights.size < best.flights.size) best = worker;
    }
    const isFree = best !== null && best.flights.size === 0;
    return !isFree && this.#workers.size < this.#options.size ? this.#addWorker() : best;
  }

  #addWorker(): HopWorker {
    const { start, rules, lookup, size } = this.#options;
    const worker: HopWorker = new HopWorker({
      life: start(),
      rules,
      lookup,
      extractDeadlineMs: this.#deadlineMs,
      beatMs: this.#deadlineMs / looks,
      // Threads share the descriptors of one process; processes need no more than threads.
      sockets: shareOf(this.#limits, size),
      onRoom: () => this.#dispatch(),
      onEnd: (why, left) => this.#ended(worker, why, left),
    });
    this.#workers.add(worker);
    return worker;
  }

  #ended(worker: HopWorker, why: Failure, left: readonly Flight[]): void {
    this.#workers.delete(worker);
    this.#spentMs += worker.usage?.cpuMs ?? 0;
    const [first] = left;
    const hangs = this.#hung.delete(worker);
    if (first !== undefined && left.length === 1 && (first.suspect || hangs)) {
      const late = failure('PARSE_TIMEOUT', `${this.#deadlineMs / 1000} s`);
      first.done(failedHop(hangs ? late : why));
    } else this.#queue.addAgain(left, hangs);
    this.#dispatch();
  }

  /** Ends workers that had hops but sent no message for longer than the deadline. */
  #look(): void {
    for (const worker of this.#workers) {
      if (worker.flights.size === 0) worker.silentLooks = 0;
      worker.silentLooks += 1;
      const patience = worker.hasStarted ? looks : looksToStart;
      if (worker.silentLooks <= patience || this.#hung.has(worker)) continue;
      this.#hung.add(worker);
      worker.kill();
    }
  }
}
