import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock, QueuedRequest, Random, RequestSource } from '../ports.ts';
import { type HostLimits, HostQueue } from './host-queue.ts';
import { backoffMs, hostWait } from './retry-policy.ts';
import { Ring } from './ring.ts';
import { TimeHeap } from './time-heap.ts';

export interface SchedulerLimits extends HostLimits {
  /** Slots over all hosts. */
  readonly concurrency: number;
  /** How often a failed request is tried again. */
  readonly retries: number;
}

/** A request that occupies a slot until it is settled. */
export interface Booking {
  readonly request: QueuedRequest;
  readonly host: HostQueue;
  /** From 1. */
  readonly attempt: number;
  /** By the clock of the scheduler. */
  readonly startedMs: number;
}

export type Settlement =
  | { readonly kind: 'fetched' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Given up by us: neither stored nor tried again by this scheduler. */
  | { readonly kind: 'aborted' };

export interface Scheduler {
  /** Books the request to start now, check and booking in one step; null where none can start. */
  next(): Booking | null;
  /** Frees the slot. `retry`: the scheduler keeps the request; `final`: the caller stores it. */
  settle(booking: Booking, settlement: Settlement): 'final' | 'retry';
  /** These requests are stored: from now on the source knows by itself that they are over. */
  release(requestIds: Iterable<number>): void;
  /** The source has queued requests that it had not: everything is read again from its start. */
  sourceChanged(): void;
  setLimits(limits: Partial<SchedulerLimits>): void;
  pause(): void;
  unpause(): void;
  close(): void;
  /** Slots in use. */
  readonly active: number;
  /** Requests that wait for another try. */
  readonly retrying: number;
  /** Nothing is in flight, waits for another try or is left in the source. */
  readonly drained: boolean;
  readonly limits: SchedulerLimits;
  /** Hosts that have work near or in flight. */
  hosts(): Iterable<HostQueue>;
}

/** Requests of one host held near; few, once so many hosts wait that they would fill the memory. */
const bufferSize = 64;
const crowdedBufferSize = 4;
/** Hosts held near while there is always one that can start. */
const leastWindow = 1000;
/** Hosts held near at the most, where most of them wait. */
const mostHosts = 50_000;

/**
 * Decides which request starts when. It holds a window of hosts and few requests of each, so its
 * memory does not follow the list. Hosts that can start now stand in a ring and take turns; hosts
 * that wait for a time lie in a heap; hosts at their limit are in neither, until a slot is freed.
 *
 * A request is held from its booking until it is released, and is never handed out while held.
 *
 * @param onReady called when time alone has made a start possible
 */
export function createScheduler(deps: {
  readonly source: RequestSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: SchedulerLimits;
  readonly onReady: () => void;
}): Scheduler {
  const { source, clock, random, onReady } = deps;
  let limits = deps.limits;
  const hosts = new Map<number, HostQueue>();
  const ring = new Ring<HostQueue>();
  const timers = new TimeHeap<{ readonly host: HostQueue; readonly atMs: number }>();
  const held = new Set<number>();
  let hostCursor = -1;
  let hostsExhausted = false;
  let active = 0;
  let retrying = 0;
  /** Hosts without work that stay only because their delay is not over. */
  let resting = 0;
  let paused = false;
  let closed = false;
  let armedMs = Number.POSITIVE_INFINITY;
  let disarm = (): void => undefined;

  const windowSize = (): number => Math.max(leastWindow, 4 * limits.concurrency);

  /** Puts a host where it belongs after anything about it has changed. */
  const place = (host: HostQueue, nowMs: number): void => {
    if (host.inRing) return;
    rest(host, false);
    const atMs = host.hasWork ? host.nextStartMs(limits) : Number.POSITIVE_INFINITY;
    if (atMs <= nowMs) {
      host.inRing = true;
      ring.push(host);
    } else if (atMs < Number.POSITIVE_INFINITY) {
      wakeAt(host, atMs);
    } else if (host.active === 0) {
      // Without work. Its delay must outlive it, in case the source changes and brings it back.
      const openMs = host.openAtMs(limits);
      if (openMs <= nowMs) {
        hosts.delete(host.id);
        host.wakeAtMs = Number.POSITIVE_INFINITY;
      } else {
        rest(host, true);
        wakeAt(host, openMs);
      }
    }
  };
  const rest = (host: HostQueue, rests: boolean): void => {
    if (host.resting === rests) return;
    host.resting = rests;
    resting += rests ? 1 : -1;
  };
  const wakeAt = (host: HostQueue, atMs: number): void => {
    if (host.wakeAtMs === atMs) return;
    host.wakeAtMs = atMs;
    timers.push(atMs, { host, atMs });
  };
  const wakeDue = (nowMs: number): void => {
    while (timers.earliestMs <= nowMs) {
      const { host, atMs } = timers.pop();
      // An entry that a later wakeAt has replaced.
      if (host.wakeAtMs !== atMs) continue;
      host.wakeAtMs = Number.POSITIVE_INFINITY;
      place(host, nowMs);
    }
  };
  const placeAll = (): void => {
    const nowMs = clock.now();
    for (const host of hosts.values()) place(host, nowMs);
  };

  /** Draws more hosts. Returns whether there were any. */
  const widen = (nowMs: number): boolean => {
    if (hostsExhausted) return false;
    const step = Math.ceil(windowSize() / 4);
    const found = source.hosts(hostCursor, step);
    hostsExhausted = found.length < step;
    for (const known of found) {
      hostCursor = known.id;
      if (hosts.has(known.id)) continue;
      const host = new HostQueue(known);
      hosts.set(host.id, host);
      place(host, nowMs);
    }
    return found.length > 0;
  };

  const book = (host: HostQueue, nowMs: number): Booking | null => {
    const size = hosts.size > windowSize() ? crowdedBufferSize : bufferSize;
    const taken = host.take(nowMs, source, held, size);
    if (taken === undefined) return null;
    if (taken.attempt > 0) retrying -= 1;
    held.add(taken.request.id);
    host.started(nowMs);
    active += 1;
    return { request: taken.request, host, attempt: taken.attempt + 1, startedMs: nowMs };
  };

  const arm = (): void => {
    if (timers.earliestMs >= armedMs) return;
    disarm();
    armedMs = timers.earliestMs;
    disarm = clock.after(Math.max(0, armedMs - clock.now()), () => {
      armedMs = Number.POSITIVE_INFINITY;
      onReady();
    });
  };
  const unarm = (): void => {
    disarm();
    armedMs = Number.POSITIVE_INFINITY;
  };

  return {
    next() {
      if (closed || paused || active >= limits.concurrency) return null;
      const nowMs = clock.now();
      wakeDue(nowMs);
      if (hosts.size <= windowSize() * 0.75) widen(nowMs);
      for (;;) {
        const host = ring.shift();
        if (host === undefined) {
          // Nothing can start: hosts that wait must not keep others from their turn.
          if (hosts.size < mostHosts && widen(nowMs)) continue;
          arm();
          return null;
        }
        host.inRing = false;
        const booking = host.nextStartMs(limits) <= nowMs ? book(host, nowMs) : null;
        place(host, nowMs);
        if (booking !== null) return booking;
      }
    },

    settle(booking, settlement) {
      const { request, host, attempt } = booking;
      const nowMs = clock.now();
      active -= 1;
      host.active -= 1;
      let fate: 'final' | 'retry' = 'final';
      if (settlement.kind === 'aborted') {
        held.delete(request.id);
      } else {
        host.answered(nowMs - booking.startedMs);
      }
      if (settlement.kind === 'failed') {
        const { failure } = settlement;
        const retryInMs = backoffMs(attempt, random);
        const wait = hostWait(failure, retryInMs);
        if (wait !== null) host.wait(nowMs, wait);
        if (failure.retryable && attempt <= limits.retries) {
          fate = 'retry';
          retrying += 1;
          host.retries.push(nowMs + retryInMs, { request, attempt });
        }
      }
      place(host, nowMs);
      return fate;
    },

    release(requestIds) {
      for (const id of requestIds) held.delete(id);
    },

    sourceChanged() {
      hostCursor = -1;
      hostsExhausted = false;
      for (const host of hosts.values()) host.rewind();
      placeAll();
    },

    setLimits(changed) {
      limits = { ...limits, ...changed };
      placeAll();
    },
    pause() {
      paused = true;
      unarm();
    },
    unpause() {
      paused = false;
    },
    close() {
      closed = true;
      unarm();
    },

    get active() {
      return active;
    },
    get retrying() {
      return retrying;
    },
    get drained() {
      return hostsExhausted && hosts.size === resting;
    },
    get limits() {
      return limits;
    },
    hosts: () => hosts.values(),
  };
}
