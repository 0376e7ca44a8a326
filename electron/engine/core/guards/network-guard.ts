import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Booking } from '../schedule/booking.ts';
import { isUnreached, provesNetwork } from './failure-kinds.ts';
import { Probes } from './probes.ts';
import { Silence } from './silence.ts';

/** Failures are kept for this long, up to the number below, until their cause is clear. */
const keptMs = 30_000;
const mostKept = 50;
/**
 * A list of which all names and addresses are dead looks like a network that is down. After this number of
 * probes (about three minutes) the failures are counted as failures of the hosts.
 */
const mostProbes = 10;
/** Half a day. Hosts that answered before and cannot be reached now mean that the network is down. */
const mostProbesOfKnown = 1440;

interface NetworkGuardDeps {
  readonly clock: Clock;
  /** Frees the slot of a booking whose failure is kept. */
  readonly suspend: (booking: Booking) => void;
  readonly putBack: (booking: Booking) => void;
  /** Whether any host has answered in the run so far, the time before a resume included. */
  readonly hasAnswers: () => boolean;
  /** Every request goes through a proxy: then no host is on this machine. */
  readonly throughProxies: boolean;
  /** The network is down: from now on only `probe` may start requests. */
  readonly onDown: (reason: string) => void;
  readonly onUp: () => void;
  /** Starts one request; returns null if none can start. */
  readonly probe: () => Booking | null;
}

interface Kept {
  readonly booking: Booking;
  readonly failedMs: number;
  readonly settle: () => void;
}

/**
 * Distinguishes a network that is down from hosts that are down, and returns the requests that failed
 * because of the network to the queue. Its probes use only addresses of the run.
 */
export class NetworkGuard {
  readonly #deps: NetworkGuardDeps;
  readonly #silence: Silence;
  readonly #probes: Probes;
  #kept: Kept[] = [];
  #cancelRelease = (): void => undefined;
  /** The time since which the network is down; null if it is up. */
  #downMs: number | null = null;
  /** The network looked down for longer than the limit on probes: it counts as up until the next answer. */
  #disbelieved = false;

  constructor(deps: NetworkGuardDeps) {
    this.#deps = deps;
    this.#silence = new Silence(deps.throughProxies, deps.hasAnswers);
    this.#probes = new Probes(deps.clock, deps.probe);
  }

  /**
   * Called for a failed try. Returns true if the guard takes over the failure: it then puts the request
   * back, or calls `settle` once the host is clearly the cause.
   */
  takes(booking: Booking, reason: Failure, settle: () => void): boolean {
    if (this.#isLocal(booking)) {
      this.#saysNothing(booking);
      return false;
    }
    if (provesNetwork(reason.code)) {
      this.#proven(booking);
      return false;
    }
    if (this.#downMs !== null) {
      this.#deps.putBack(booking);
      if (this.#probes.ended(booking)) this.#probeFailed();
      return true;
    }
    if (!isUnreached(reason.code) || this.#disbelieved) return false;
    this.#keep(booking, settle);
    this.#silence.failed(booking.host, reason);
    if (this.#silence.isOfTheNetwork) this.#goDown();
    else if (this.#kept.length >= mostKept) this.release();
    return true;
  }

  /** Called for every page that has arrived. */
  answered(booking: Booking): void {
    if (this.#isLocal(booking)) this.#saysNothing(booking);
    else this.#proven(booking);
  }

  /** The network was down when the engine that drove the run was cut off: probes start again. */
  wasDown(): void {
    this.#downMs = this.#deps.clock.now();
    this.#probes.begin();
  }

  /** Settles the failures that are kept. Returns whether there were any. */
  release(): boolean {
    return this.#releaseUntil(Number.POSITIVE_INFINITY);
  }

  /** The person says that the network is up: all observations are dropped. */
  reset(): void {
    this.#forget();
    this.release();
  }

  /** Drops everything. */
  close(): void {
    this.#forget();
    this.#kept = [];
  }

  #keep(booking: Booking, settle: () => void): void {
    const { clock, suspend } = this.#deps;
    suspend(booking);
    if (this.#kept.length === 0) {
      this.#cancelRelease = clock.after(keptMs, () => void this.release());
    }
    this.#kept.push({ booking, failedMs: clock.now(), settle });
  }

  #releaseUntil(untilMs: number): boolean {
    const settling = this.#kept.filter(({ failedMs }) => failedMs <= untilMs);
    this.#kept = this.#kept.filter(({ failedMs }) => failedMs > untilMs);
    if (this.#kept.length === 0) this.#cancelRelease();
    for (const { settle } of settling) settle();
    return settling.length > 0;
  }

  #goDown(): void {
    const { sentence } = this.#silence;
    this.#cancelRelease();
    this.wasDown();
    const putBack = this.#kept;
    this.#kept = [];
    for (const { booking } of putBack) this.#deps.putBack(booking);
    this.#deps.onDown(sentence);
  }

  #comeUp(): void {
    this.#forget();
    this.#deps.onUp();
  }

  #forget(): void {
    this.#cancelRelease();
    this.#silence.broken();
    this.#probes.end();
    this.#downMs = null;
  }

  #probeFailed(): void {
    const most = this.#silence.isOfKnownHosts ? mostProbesOfKnown : mostProbes;
    if (this.#probes.count < most) {
      this.#probes.next();
    } else {
      this.#disbelieved = true;
      this.#comeUp();
    }
  }

  #isLocal({ host }: Booking): boolean {
    return host.isLocal && !this.#deps.throughProxies;
  }

  /** A host on this machine is reached without a network, so a probe of it shows nothing. */
  #saysNothing(booking: Booking): void {
    if (this.#probes.ended(booking)) this.#probes.next();
  }

  /**
   * A host has answered. Requests that were under way when the network failed may still be answered; only a
   * request that began after a failure shows that the failure was not caused by the network.
   */
  #proven({ startedMs }: Booking): void {
    this.#disbelieved = false;
    if (this.#downMs !== null) {
      if (startedMs >= this.#downMs) this.#comeUp();
      return;
    }
    this.#silence.broken();
    this.#releaseUntil(startedMs);
  }
}
