import type { HostLine } from '#shared/engine-protocol/run.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { QueuedRequest, RequestSource, SourceHost } from '../../ports/request-source.ts';
import { HostGate } from '../manners/host-gate.ts';
import { HostHealth } from '../manners/host-health.ts';
import { HostPace } from '../manners/host-pace.ts';
import { isOnThisMachine } from '../manners/this-machine.ts';
import type { HostLimits } from './limits.ts';
import type { HostWait } from './retry-policy.ts';
import { TimeHeap } from './time-heap.ts';

export interface Waiting {
  readonly request: QueuedRequest;
  /** Tries so far. */
  readonly attempt: number;
}

const minuteMs = 60_000;

/**
 * The requests of one host that are held in memory: a small buffer drawn from the source by id, the
 * requests that wait for another try, and the time when the host may get the next request.
 */
export class HostQueue {
  readonly id: number;
  readonly key: string;
  readonly isLocal: boolean;
  /** Requests that occupy a slot. */
  active = 0;
  /** Requests without a slot whose outcome is not decided yet. */
  suspended = 0;
  latencyMs: number | null = null;
  readonly retries = new TimeHeap<Waiting>();
  readonly pace = new HostPace();
  /** Begins anew when the person requests another try of failed requests. */
  health = new HostHealth();
  /** The robots.txt of the host, if the run obeys it. */
  readonly gate: HostGate;
  /** The place of this host in the window of hosts; see `HostWindow`. */
  inRing = false;
  resting = false;
  wakeAtMs = Number.POSITIVE_INFINITY;

  #buffer: readonly QueuedRequest[] = [];
  #next = 0;
  /** The buffer is refilled with ids above this. */
  #cursor = -1;
  #exhausted = false;
  #lastStartMs = Number.NEGATIVE_INFINITY;
  #wait: HostWait['kind'] = 'backoff';
  #waitUntilMs = Number.NEGATIVE_INFINITY;

  constructor(host: SourceHost, gate = new HostGate(false)) {
    this.id = host.id;
    this.key = host.key;
    this.isLocal = isOnThisMachine(host.key);
    this.gate = gate;
  }

  /** The host may have requests to start, now or later. True for a host whose buffer must be refilled. */
  get hasWork(): boolean {
    return this.#mayHaveFresh || this.retries.size > 0;
  }

  get #mayHaveFresh(): boolean {
    return !this.#exhausted || this.#next < this.#buffer.length;
  }

  /** No request of the host is under way or may come back. */
  get isIdle(): boolean {
    return this.active === 0 && this.suspended === 0;
  }

  /** The failure that all requests of the host get, untried; null if the host is not given up. */
  get givenUp(): Failure | null {
    return this.health.givenUp;
  }

  /** The number of requests that the host may have at once now. */
  allowed({ perHost, pace }: HostLimits): number {
    if (this.isLocal) return perHost;
    if (this.health.onProbation) return 1;
    return pace === 'polite' ? Math.min(perHost, this.pace.allowed) : perHost;
  }

  /** The time from which the pace lets the next request start. */
  openAtMs(limits: HostLimits): number {
    return Math.max(this.#lastStartMs + this.#gap(limits).ms, this.#waitUntilMs);
  }

  /** The least time between two starts, and the setting that demands it. */
  #gap({ delayMs, perMinute }: HostLimits): {
    readonly waits: 'delay' | 'per-minute' | 'robots';
    readonly ms: number;
  } {
    const evenMs = perMinute > 0 ? Math.ceil(minuteMs / perMinute) : 0;
    const { crawlDelayMs } = this.gate;
    if (crawlDelayMs > delayMs && crawlDelayMs > evenMs)
      return { waits: 'robots', ms: crawlDelayMs };
    return evenMs > delayMs ? { waits: 'per-minute', ms: evenMs } : { waits: 'delay', ms: delayMs };
  }

  /** The time when the next request can start; Infinity if only another event can allow a start. */
  nextStartMs(limits: HostLimits): number {
    if (this.givenUp !== null) return Number.NEGATIVE_INFINITY;
    if (this.active >= this.allowed(limits) || this.gate.isAsking) return Number.POSITIVE_INFINITY;
    const openMs = Math.max(this.openAtMs(limits), this.gate.dueMs);
    return this.#mayHaveFresh ? openMs : Math.max(openMs, this.retries.earliestMs);
  }

  /**
   * The next request to start, or undefined if the source has no more. Requests that are due for another
   * try go first. Ids in `held` are under way, or done and not yet stored: they never get into the buffer,
   * so that none can be returned later, when it is no longer held.
   */
  peek(
    nowMs: number,
    source: RequestSource,
    held: ReadonlySet<number>,
    bufferSize: number,
  ): Waiting | undefined {
    if (this.#retryIsNext(nowMs)) return this.retries.earliest;
    while (this.#next === this.#buffer.length) {
      if (this.#exhausted) return undefined;
      const taken = source.take(this.id, this.#cursor, bufferSize);
      this.#exhausted = taken.length < bufferSize;
      this.#cursor = taken.at(-1)?.id ?? this.#cursor;
      this.#buffer = taken.filter(({ id }) => !held.has(id));
      this.#next = 0;
    }
    const request = this.#buffer[this.#next];
    return request && { request, attempt: 0 };
  }

  /** Removes the request that `peek` has returned at this time. */
  drop(nowMs: number): void {
    if (this.#retryIsNext(nowMs)) this.retries.pop();
    else this.#next += 1;
  }

  #retryIsNext(nowMs: number): boolean {
    const isDue = this.retries.earliestMs <= nowMs;
    return isDue || (this.givenUp !== null && this.retries.size > 0);
  }

  started(nowMs: number): void {
    this.active += 1;
    this.#lastStartMs = nowMs;
  }

  answered(tookMs: number): void {
    this.latencyMs = this.latencyMs === null ? tookMs : this.latencyMs * 0.8 + tookMs * 0.2;
  }

  /** Starts nothing for a while. The buffer is dropped, since many hosts may wait at once. */
  wait(nowMs: number, wait: HostWait): void {
    const untilMs = nowMs + wait.ms;
    if (untilMs <= this.#waitUntilMs) return;
    this.#waitUntilMs = untilMs;
    this.#wait = wait.kind;
    const next = this.#buffer[this.#next];
    if (next !== undefined) {
      this.#cursor = next.id - 1;
      this.#exhausted = false;
    }
    this.#buffer = [];
    this.#next = 0;
  }

  /** The source has new requests of the host, with higher ids than all before. */
  grown(): void {
    this.#exhausted = false;
  }

  /** The source has changed: the queue begins again at its first request, with a host that may be back. */
  rewind(): void {
    this.#buffer = [];
    this.#next = 0;
    this.#cursor = -1;
    this.#exhausted = false;
    this.health = new HostHealth();
    if (this.#wait === 'failing') this.#waitUntilMs = Number.NEGATIVE_INFINITY;
  }

  /** The reason why the host starts nothing right now, and for how long. */
  waits(nowMs: number, limits: HostLimits): Pick<HostLine, 'waits' | 'waitMs'> {
    if (!this.hasWork || this.givenUp !== null) return { waits: 'none', waitMs: 0 };
    if (this.#waitUntilMs > nowMs) {
      return { waits: this.#wait, waitMs: this.#waitUntilMs - nowMs };
    }
    if (this.gate.isAsking) return { waits: 'robots', waitMs: 0 };
    const allowed = this.allowed(limits);
    if (this.active >= allowed) {
      return { waits: allowed < limits.perHost ? 'polite' : 'per-host', waitMs: 0 };
    }
    const gap = this.#gap(limits);
    const gapMs = this.#lastStartMs + gap.ms - nowMs;
    if (gapMs > 0) return { waits: gap.waits, waitMs: gapMs };
    const dueMs = Math.max(this.gate.dueMs, this.#mayHaveFresh ? 0 : this.retries.earliestMs);
    const backoffMs = dueMs - nowMs;
    return backoffMs > 0 ? { waits: 'backoff', waitMs: backoffMs } : { waits: 'none', waitMs: 0 };
  }
}
