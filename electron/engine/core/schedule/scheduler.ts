import type { Clock, QueuedRequest, Random, RequestSource, RobotsAnswer } from '../../ports.ts';
import { HostGates } from '../manners/host-gates.ts';
import type { Booking, Settlement } from './booking.ts';
import { type HostLimits, HostQueue } from './host-queue.ts';
import { learnFrom } from './learn-from.ts';
import { backoffMs, hostWait } from './retry-policy.ts';
import { Ring } from './ring.ts';
import { TimeHeap } from './time-heap.ts';

export interface SchedulerLimits extends HostLimits {
  /** Slots over all hosts. */
  readonly concurrency: number;
  /** How often a failed request is tried again. */
  readonly retries: number;
}

export interface Scheduler {
  /** Books the request to start now, check and booking in one step; null where none can start. */
  next(): Booking | null;
  /** As `next`, while paused: one request to see whether the network is back. */
  probe(): Booking | null;
  /** Frees the slot. `retry`: the scheduler keeps the request; `final`: the caller stores it. */
  settle(booking: Booking, settlement: Settlement): 'final' | 'retry';
  /** What came of asking for the robots.txt of a host. */
  settleRobots(booking: Booking, answer: RobotsAnswer): void;
  /** Frees the slot of a request whose fate is open; it is settled later all the same. */
  suspend(booking: Booking): void;
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
 * @param gates where these obey, the robots.txt of a host is booked before its pages, and what it
 * forbids is ruled out
 * @param onReady called when time alone has made a start possible
 */
export function createScheduler(deps: {
  readonly source: RequestSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: SchedulerLimits;
  readonly gates?: HostGates;
  readonly onReady: () => void;
}): Scheduler {
  const { source, clock, random, onReady, gates = new HostGates(false) } = deps;
  let limits = deps.limits;
  const hosts = new Map<number, HostQueue>();
  const ring = new Ring<HostQueue>();
  const timers = new TimeHeap<{ readonly host: HostQueue; readonly atMs: number }>();
  const held = new Set<number>();
  const suspended = new Set<Booking>();
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
    } else if (host.isIdle) {
      // Without work. Its delay must outlive it, in case the source changes and brings it back.
      const openMs = host.openAtMs(limits);
      if (openMs <= nowMs) {
        hosts.delete(host.id);
        // It may come back, and its robots.txt is read once.
        gates.keep(host.key, host.gate);
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
      const host = new HostQueue(known, gates.of(known.key));
      hosts.set(host.id, host);
      place(host, nowMs);
    }
    return found.length > 0;
  };

  const book = (host: HostQueue, nowMs: number): Booking | null => {
    const { gate, givenUp } = host;
    if (givenUp === null && gate.mustAsk(nowMs)) {
      host.started(nowMs);
      active += 1;
      const request = { id: 0, hostId: host.id, url: `${host.key}/robots.txt` };
      return { kind: 'robots', request, host, attempt: gate.asked(), startedMs: nowMs };
    }
    const retriesBefore = host.retries.size;
    const size = hosts.size > windowSize() ? crowdedBufferSize : bufferSize;
    const taken = host.take(nowMs, source, held, size);
    if (taken === undefined) return null;
    retrying -= retriesBefore - host.retries.size;
    const { request, attempt } = taken;
    held.add(request.id);
    const failure = givenUp ?? gate.forbids(request.url);
    if (failure !== null) {
      return { kind: 'ruled-out', failure, request, host, attempt, startedMs: nowMs };
    }
    host.started(nowMs);
    active += 1;
    return { kind: 'page', request, host, attempt: attempt + 1, startedMs: nowMs };
  };
  const retry = (host: HostQueue, atMs: number, request: QueuedRequest, attempt: number): void => {
    retrying += 1;
    host.retries.push(atMs, { request, attempt });
  };
  /** Frees the slot, unless it was suspended and is free. */
  const free = (booking: Booking): void => {
    if (suspended.delete(booking)) {
      booking.host.suspended -= 1;
    } else {
      active -= 1;
      booking.host.active -= 1;
    }
  };

  /**
   * The host whose turn it is, booked. A host that has half of all slots has its turn only where no
   * other can start, so that a slow one does not gather them all.
   */
  const bookNext = (nowMs: number): Booking | null => {
    const share = Math.ceil(limits.concurrency / 2);
    const passedOver: HostQueue[] = [];
    let booking: Booking | null = null;
    while (booking === null) {
      const host = ring.shift();
      if (host === undefined) {
        const large = passedOver.shift();
        if (large !== undefined) {
          booking = book(large, nowMs);
          place(large, nowMs);
        } else if (hosts.size >= mostHosts || !widen(nowMs)) break;
        continue;
      }
      host.inRing = false;
      if (host.active >= share && host.nextStartMs(limits) <= nowMs) {
        passedOver.push(host);
        continue;
      }
      if (host.nextStartMs(limits) <= nowMs) booking = book(host, nowMs);
      place(host, nowMs);
    }
    for (const host of passedOver) place(host, nowMs);
    return booking;
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
      const booking = bookNext(nowMs);
      if (booking === null) arm();
      return booking;
    },

    probe() {
      if (closed) return null;
      const nowMs = clock.now();
      wakeDue(nowMs);
      widen(nowMs);
      return bookNext(nowMs);
    },

    settle(booking, settlement) {
      const { request, host, attempt } = booking;
      const nowMs = clock.now();
      const reason = settlement.kind === 'failed' ? settlement.failure : null;
      if (settlement.kind === 'fetched' || reason !== null) {
        learnFrom(booking, reason, nowMs, limits);
      }
      free(booking);
      let fate: 'final' | 'retry' = 'final';
      if (booking.kind === 'robots') {
        host.gate.putBack();
      } else if (settlement.kind === 'aborted') {
        held.delete(request.id);
      } else if (settlement.kind === 'put-back') {
        fate = 'retry';
        retry(host, nowMs, request, attempt - 1);
      } else if (reason !== null) {
        const retryInMs = backoffMs(attempt, random);
        const wait = hostWait(reason, retryInMs);
        if (wait !== null) host.wait(nowMs, wait);
        if (reason.retryable && attempt <= limits.retries) {
          fate = 'retry';
          retry(host, nowMs + retryInMs, request, attempt);
        }
      }
      place(host, nowMs);
      return fate;
    },

    settleRobots(booking, answer) {
      const { host, attempt } = booking;
      const { again, rules } = answer;
      const nowMs = clock.now();
      learnFrom(booking, again, nowMs, limits);
      free(booking);
      const retryInMs = backoffMs(attempt, random);
      const wait = again && hostWait(again, retryInMs);
      if (wait !== null) host.wait(nowMs, wait);
      if (again !== null && attempt <= limits.retries) {
        host.gate.failed(nowMs + retryInMs, answer);
      } else host.gate.opened(rules, nowMs);
      place(host, nowMs);
    },

    suspend(booking) {
      free(booking);
      suspended.add(booking);
      booking.host.suspended += 1;
      place(booking.host, clock.now());
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
