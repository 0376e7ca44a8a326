import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports.ts';
import type { Booking } from '../schedule/booking.ts';
import { isUnreached, provesNetwork } from './failure-kinds.ts';
import { Probes } from './probes.ts';
import { Silence } from './silence.ts';

/** Failures are kept so long, and so many at once, until it is clear what they are a sign of. */
const keptMs = 30_000;
const mostKept = 50;
/**
 * Where all names and addresses of a list are dead, the network looks down as well: after that many
 * probes, some three minutes, the failures are taken for what they seem.
 */
const mostProbes = 10;
/** Half a day: where hosts that did answer cannot be reached any more, it is the network. */
const mostProbesOfKnown = 1440;

interface NetworkGuardDeps {
  readonly clock: Clock;
  /** Frees the slot of a booking whose failure is kept. */
  readonly suspend: (booking: Booking) => void;
  readonly putBack: (booking: Booking) => void;
  /** Whether any host has answered in the run so far, before a resume too. */
  readonly hasAnswers: () => boolean;
  /** Every request goes through a proxy: then no host is on this machine. */
  readonly throughProxies: boolean;
  /** Nothing should start any more but by `probe`. */
  readonly onDown: (reason: string) => void;
  readonly onUp: () => void;
  /** Starts one request; null where none can. */
  readonly probe: () => Booking | null;
}

interface Kept {
  readonly booking: Booking;
  readonly failedMs: number;
  readonly settle: () => void;
}

/**
 * Tells a network that is down from hosts that are, and gives the requests that it failed another try.
 * It asks no address but those of the run.
 */
export class NetworkGuard {
  readonly #deps: NetworkGuardDeps;
  readonly #silence: Silence;
  readonly #probes: Probes;
  #kept: Kept[] = [];
  #cancelRelease = (): void => undefined;
  /** Since when the network is down; null where it is up. */
  #downMs: number | null = null;
  /** It looked down for longer than patience lasts: until the next answer it counts as up. */
  #disbelieved = false;

  constructor(deps: NetworkGuardDeps) {
    this.#deps = deps;
    this.#silence = new Silence(deps.throughProxies, deps.hasAnswers);
    this.#probes = new Probes(deps.clock, deps.probe);
  }

  /**
   * A try has failed. Returns true where the guard has taken it over: it puts the request back, or
   * calls `settle` once the failure is clearly that of the host.
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

  /** A page has come. */
  answered(booking: Booking): void {
    if (this.#isLocal(booking)) this.#saysNothing(booking);
    else this.#proven(booking);
  }

  /** It was down when the engine that drove the run was cut off: asks whether it is back. */
  wasDown(): void {
    this.#downMs = this.#deps.clock.now();
    this.#probes.begin();
  }

  /** Settles the failures that are kept. Returns whether there were any. */
  release(): boolean {
    return this.#releaseUntil(Number.POSITIVE_INFINITY);
  }

  /** The person says that the network is there: forgets what it has seen. */
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

  /** A host on this machine is reached without a network: as a probe it was none. */
  #saysNothing(booking: Booking): void {
    if (this.#probes.ended(booking)) this.#probes.next();
  }

  /**
   * A host has answered. What was under way when the network went may still be answered: only what
   * began after a failure shows that the failure was not the network's.
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
