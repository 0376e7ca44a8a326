import type { HostLine } from '#shared/engine-protocol/run.ts';
import type { QueuedRequest, RequestSource, SourceHost } from '../ports.ts';
import type { HostWait } from './retry-policy.ts';
import { TimeHeap } from './time-heap.ts';

export interface Waiting {
  readonly request: QueuedRequest;
  /** The try that failed, from 1. */
  readonly attempt: number;
}

/** What the pace of a host depends on; shared by all hosts, and may change at any time. */
export interface HostLimits {
  readonly perHost: number;
  /** Between two starts. */
  readonly delayMs: number;
}

/**
 * The requests of one host that are near: a small buffer drawn from the source by id, what waits
 * for another try, and when the host may be asked again.
 */
export class HostQueue {
  readonly id: number;
  readonly key: string;
  /** Requests that occupy a slot. */
  active = 0;
  latencyMs: number | null = null;
  readonly retries = new TimeHeap<Waiting>();
  /** Where the scheduler keeps the host; see there. */
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

  constructor(host: SourceHost) {
    this.id = host.id;
    this.key = host.key;
  }

  /** May have something to start, now or later. True for a host whose buffer must be refilled. */
  get hasWork(): boolean {
    return this.#mayHaveFresh || this.retries.size > 0;
  }

  get #mayHaveFresh(): boolean {
    return !this.#exhausted || this.#next < this.#buffer.length;
  }

  /** When the pace lets the next request start. */
  openAtMs(limits: HostLimits): number {
    return Math.max(this.#lastStartMs + limits.delayMs, this.#waitUntilMs);
  }

  /** When the next request can start; Infinity where only another event can bring that about. */
  nextStartMs(limits: HostLimits): number {
    if (this.active >= limits.perHost) return Number.POSITIVE_INFINITY;
    const openMs = this.openAtMs(limits);
    return this.#mayHaveFresh ? openMs : Math.max(openMs, this.retries.earliestMs);
  }

  /**
   * The next request to start, or undefined where the source has no more. What is due for another
   * try goes first. Ids in `held` are under way, or done and not yet stored: they never get into
   * the buffer, so that none can be handed out later, when it is no longer held.
   */
  take(
    nowMs: number,
    source: RequestSource,
    held: ReadonlySet<number>,
    bufferSize: number,
  ): Waiting | undefined {
    if (this.retries.earliestMs <= nowMs) return this.retries.pop();
    while (this.#next === this.#buffer.length) {
      if (this.#exhausted) return undefined;
      const taken = source.take(this.id, this.#cursor, bufferSize);
      this.#exhausted = taken.length < bufferSize;
      this.#cursor = taken.at(-1)?.id ?? this.#cursor;
      this.#buffer = taken.filter(({ id }) => !held.has(id));
      this.#next = 0;
    }
    const request = this.#buffer[this.#next];
    this.#next += 1;
    return request && { request, attempt: 0 };
  }

  started(nowMs: number): void {
    this.active += 1;
    this.#lastStartMs = nowMs;
  }

  answered(tookMs: number): void {
    this.latencyMs = this.latencyMs === null ? tookMs : this.latencyMs * 0.8 + tookMs * 0.2;
  }

  /** Starts nothing for a while. The buffer is let go: many hosts may wait at once. */
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

  /** The source has changed: begins again at its first request. */
  rewind(): void {
    this.#buffer = [];
    this.#next = 0;
    this.#cursor = -1;
    this.#exhausted = false;
  }

  /** Why the host starts nothing right now, and for how long. */
  waits(nowMs: number, limits: HostLimits): Pick<HostLine, 'waits' | 'waitMs'> {
    if (!this.hasWork) return { waits: 'none', waitMs: 0 };
    if (this.#waitUntilMs > nowMs) {
      return { waits: this.#wait, waitMs: this.#waitUntilMs - nowMs };
    }
    if (this.active >= limits.perHost) return { waits: 'per-host', waitMs: 0 };
    const delayMs = this.#lastStartMs + limits.delayMs - nowMs;
    if (delayMs > 0) return { waits: 'delay', waitMs: delayMs };
    const backoffMs = this.#mayHaveFresh ? 0 : this.retries.earliestMs - nowMs;
    return backoffMs > 0 ? { waits: 'backoff', waitMs: backoffMs } : { waits: 'none', waitMs: 0 };
  }
}
