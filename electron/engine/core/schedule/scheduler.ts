import { assertNever } from '#shared/assert-never.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock, Random } from '../../ports/clock.ts';
import type { QueuedRequest, RequestSource, SourceHost } from '../../ports/request-source.ts';
import type { RobotsAnswer } from '../../ports/robots-reader.ts';
import { HostGates } from '../manners/host-gates.ts';
import { Alarm } from './alarm.ts';
import type { Booking, Settlement } from './booking.ts';
import type { HostQueue } from './host-queue.ts';
import { HostWindow } from './host-window.ts';
import { learnFrom } from './learn-from.ts';
import type { SchedulerLimits } from './limits.ts';
import { backoffMs, hostWait } from './retry-policy.ts';

interface SchedulerDeps {
  readonly source: RequestSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: SchedulerLimits;
  /**
   * If these obey robots.txt, the robots.txt of a host is booked before its pages, and the pages that it
   * forbids are ruled out. Absent: they do not obey it.
   */
  readonly gates?: HostGates;
  /** Called when a start has become possible by the passing of time only. */
  readonly onReady: () => void;
}

/**
 * Decides which request starts when. A request is held from its booking until it is released, and is never
 * returned again while held.
 */
export class Scheduler {
  readonly #source: RequestSource;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #window: HostWindow;
  readonly #alarm: Alarm;
  readonly #held = new Set<number>();
  readonly #suspended = new Set<Booking>();
  /** Bookings whose pages have arrived and still occupy their slots. */
  readonly #arrived = new Set<Booking>();
  #active = 0;
  #retrying = 0;
  #isPaused = false;
  #isClosed = false;

  constructor({ source, clock, random, limits, gates, onReady }: SchedulerDeps) {
    this.#source = source;
    this.#clock = clock;
    this.#random = random;
    this.#window = new HostWindow(source, gates ?? new HostGates(false), limits);
    this.#alarm = new Alarm(clock, onReady);
  }

  /** Slots in use. */
  get active(): number {
    return this.#active;
  }

  /** Requests that wait for another try. */
  get retrying(): number {
    return this.#retrying;
  }

  /** No request is under way, waits for another try or is left in the source. */
  get isDrained(): boolean {
    return this.#window.isDrained;
  }

  get limits(): SchedulerLimits {
    return this.#window.limits;
  }

  /** Hosts that have requests in memory or under way. */
  hosts(): Iterable<HostQueue> {
    return this.#window.hosts();
  }

  /** Books the request to start now, check and booking in one step; null if none can start. */
  next(): Booking | null {
    if (this.#isClosed || this.#isPaused || this.#active >= this.limits.concurrency) return null;
    const booking = this.#bookNext();
    if (booking === null) this.#alarm.set(this.#window.earliestMs);
    return booking;
  }

  /** As `next`, but during a pause: one request to test whether the network is back. */
  probe(): Booking | null {
    return this.#isClosed ? null : this.#bookNext();
  }

  /**
   * The page of a booking has arrived, and keeps its slot while a browser works on it, since that asks the
   * host for more. The host is judged by the fetch alone: the settlement to come says nothing about it.
   */
  arrived(booking: Booking): void {
    const nowMs = this.#clock.now();
    learnFrom(booking, null, nowMs, this.limits);
    this.#arrived.add(booking);
    this.#window.place(booking.host, nowMs);
  }

  /** Frees the slot. `retry`: the scheduler keeps the request; `final`: the caller stores it. */
  settle(booking: Booking, settlement: Settlement): 'final' | 'retry' {
    const nowMs = this.#clock.now();
    const reason = settlement.kind === 'failed' ? settlement.failure : null;
    const isJudged = this.#arrived.delete(booking);
    if (!isJudged && (settlement.kind === 'fetched' || reason !== null)) {
      learnFrom(booking, reason, nowMs, this.limits);
    }
    this.#free(booking);
    const fate = this.#fateOf(booking, settlement, nowMs);
    this.#window.place(booking.host, nowMs);
    return fate;
  }

  /** Applies the result of a request for the robots.txt of a host. */
  settleRobots(booking: Booking, answer: RobotsAnswer): void {
    const { host, attempt } = booking;
    const { again, rules } = answer;
    const nowMs = this.#clock.now();
    learnFrom(booking, again, nowMs, this.limits);
    this.#free(booking);
    const retryInMs = backoffMs(attempt, this.#random);
    if (again !== null) this.#holdBack(host, again, retryInMs, nowMs);
    if (again !== null && attempt <= this.limits.retries) {
      host.gate.failed(nowMs + retryInMs, answer);
    } else {
      host.gate.opened(rules, nowMs, booking.request.ledBy !== undefined);
    }
    this.#window.place(host, nowMs);
  }

  /** Frees the slot of a request whose outcome is undecided; it is settled later all the same. */
  suspend(booking: Booking): void {
    this.#free(booking);
    this.#suspended.add(booking);
    booking.host.suspended += 1;
    this.#window.place(booking.host, this.#clock.now());
  }

  /** These requests are stored: from now on the source itself no longer returns them. */
  release(requestIds: Iterable<number>): void {
    for (const id of requestIds) this.#held.delete(id);
  }

  /**
   * The source has new requests of these hosts, with ids above all that it had: reading it goes on where it
   * is.
   */
  grown(hosts: readonly SourceHost[]): void {
    this.#window.grown(hosts, this.#clock.now());
  }

  /** The source has queued requests that were not queued before: it is read again from its start. */
  sourceChanged(): void {
    this.#window.rewind(this.#clock.now());
  }

  setLimits(changed: Partial<SchedulerLimits>): void {
    this.#window.limits = { ...this.limits, ...changed };
    this.#window.placeAll(this.#clock.now());
  }

  pause(): void {
    this.#isPaused = true;
    this.#alarm.clear();
  }

  unpause(): void {
    this.#isPaused = false;
  }

  close(): void {
    this.#isClosed = true;
    this.#alarm.clear();
  }

  /**
   * The next host in turn, booked. A host that has half of all slots gets a turn only if no other can
   * start, so that a slow host does not occupy all slots.
   */
  #bookNext(): Booking | null {
    const nowMs = this.#clock.now();
    this.#window.wake(nowMs);
    this.#window.fill(nowMs);
    const share = Math.ceil(this.limits.concurrency / 2);
    const passedOver: HostQueue[] = [];
    let booking: Booking | null = null;
    while (booking === null) {
      const turn = this.#window.shift();
      const host = turn ?? passedOver.shift();
      if (host === undefined) {
        if (this.#window.widen(nowMs)) continue;
        break;
      }
      const mayStart = host.nextStartMs(this.limits) <= nowMs;
      if (mayStart && turn !== undefined && host.active >= share) {
        passedOver.push(host);
        continue;
      }
      if (mayStart) booking = this.#book(host, nowMs);
      this.#window.place(host, nowMs);
    }
    for (const host of passedOver) this.#window.place(host, nowMs);
    return booking;
  }

  #book(host: HostQueue, nowMs: number): Booking | null {
    const { gate, givenUp } = host;
    const next = host.peek(nowMs, this.#source, this.#held, this.#window.bufferSize);
    if (next === undefined) return null;
    const { request, attempt } = next;
    const { ledBy, ownOrigin = null } = request;
    if (givenUp === null && gate.mustAsk(nowMs, ledBy === undefined)) {
      this.#occupy(host, nowMs);
      // A stranger may have named the host: its robots.txt gets and reaches no more than the page does.
      const file = { id: 0, hostId: host.id, url: `${host.key}/robots.txt` };
      const asked = ledBy === undefined ? file : { ...file, ledBy, ownOrigin };
      return { kind: 'robots', request: asked, host, attempt: gate.asked(), startedMs: nowMs };
    }
    const retriesBefore = host.retries.size;
    host.drop(nowMs);
    this.#retrying -= retriesBefore - host.retries.size;
    this.#held.add(request.id);
    const failure = givenUp ?? gate.forbids(request.url);
    if (failure !== null) {
      return { kind: 'ruled-out', failure, request, host, attempt, startedMs: nowMs };
    }
    this.#occupy(host, nowMs);
    return { kind: 'page', request, host, attempt: attempt + 1, startedMs: nowMs };
  }

  #occupy(host: HostQueue, nowMs: number): void {
    host.started(nowMs);
    this.#active += 1;
  }

  /** Frees the slot, unless the request was suspended, which has freed it already. */
  #free(booking: Booking): void {
    if (this.#suspended.delete(booking)) {
      booking.host.suspended -= 1;
    } else {
      this.#active -= 1;
      booking.host.active -= 1;
    }
  }

  #fateOf(booking: Booking, settlement: Settlement, nowMs: number): 'final' | 'retry' {
    const { request, host, attempt } = booking;
    if (booking.kind === 'robots') {
      host.gate.putBack();
      return 'final';
    }
    switch (settlement.kind) {
      case 'fetched':
        return 'final';
      case 'aborted':
        this.#held.delete(request.id);
        return 'final';
      case 'put-back':
        this.#retry(host, nowMs, request, attempt - 1);
        return 'retry';
      case 'failed': {
        const { failure } = settlement;
        const retryInMs = backoffMs(attempt, this.#random);
        this.#holdBack(host, failure, retryInMs, nowMs);
        if (!failure.retryable || attempt > this.limits.retries) return 'final';
        this.#retry(host, nowMs + retryInMs, request, attempt);
        return 'retry';
      }
      default:
        return assertNever(settlement);
    }
  }

  #holdBack(host: HostQueue, failure: Failure, retryInMs: number, nowMs: number): void {
    const wait = hostWait(failure, retryInMs);
    if (wait !== null) host.wait(nowMs, wait);
  }

  #retry(host: HostQueue, atMs: number, request: QueuedRequest, attempt: number): void {
    this.#retrying += 1;
    host.retries.push(atMs, { request, attempt });
  }
}
