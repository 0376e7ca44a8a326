import type { RequestSource, SourceHost } from '../../ports/request-source.ts';
import type { HostGates } from '../manners/host-gates.ts';
import { HostQueue } from './host-queue.ts';
import type { SchedulerLimits } from './limits.ts';
import { Ring } from './ring.ts';
import { TimeHeap } from './time-heap.ts';

/** The number of requests of one host held in memory; few, once so many hosts wait that they would fill it. */
const bufferSize = 64;
const crowdedBufferSize = 4;
/** The number of hosts held in memory while there is always one that can start. */
const leastWindow = 1000;
/** The highest number of hosts held in memory, if most of them wait. */
const mostHosts = 50_000;

/**
 * The hosts that are held in memory, so that memory use does not grow with the list. Hosts that can start
 * now are in a ring and take turns; hosts that wait for a time are in a heap; hosts at their limit are in
 * neither, until a slot is freed.
 */
export class HostWindow {
  /** Call `placeAll` after a change of these. */
  limits: SchedulerLimits;
  readonly #source: RequestSource;
  readonly #gates: HostGates;
  readonly #hosts = new Map<number, HostQueue>();
  readonly #ring = new Ring<HostQueue>();
  readonly #timers = new TimeHeap<{ readonly host: HostQueue; readonly atMs: number }>();
  #cursor = -1;
  #isExhausted = false;
  /** Hosts behind the cursor that have new requests and are not in the window. */
  readonly #back = new Map<number, SourceHost>();
  /** The number of hosts without work that are kept only because their delay is not over. */
  #resting = 0;

  constructor(source: RequestSource, gates: HostGates, limits: SchedulerLimits) {
    this.#source = source;
    this.#gates = gates;
    this.limits = limits;
  }

  /** The source has no more hosts, and no host in the window has work or requests under way. */
  get isDrained(): boolean {
    return this.#isExhausted && this.#back.size === 0 && this.#hosts.size === this.#resting;
  }

  /** The earliest time at which a host that waits for a time can start. */
  get earliestMs(): number {
    return this.#timers.earliestMs;
  }

  /** The number of requests of a host to hold in memory. */
  get bufferSize(): number {
    return this.#hosts.size > this.#size ? crowdedBufferSize : bufferSize;
  }

  hosts(): Iterable<HostQueue> {
    return this.#hosts.values();
  }

  /** The next host in the ring, if any can start; to be placed again. */
  shift(): HostQueue | undefined {
    const host = this.#ring.shift();
    if (host !== undefined) host.inRing = false;
    return host;
  }

  /** Puts a host into the right place after any change of it. */
  place(host: HostQueue, nowMs: number): void {
    if (host.inRing) return;
    this.#rest(host, false);
    const atMs = host.hasWork ? host.nextStartMs(this.limits) : Number.POSITIVE_INFINITY;
    if (atMs <= nowMs) {
      host.inRing = true;
      this.#ring.push(host);
    } else if (atMs < Number.POSITIVE_INFINITY) {
      this.#wakeAt(host, atMs);
    } else if (host.isIdle) {
      this.#leave(host, nowMs);
    }
  }

  placeAll(nowMs: number): void {
    for (const host of this.#hosts.values()) this.place(host, nowMs);
  }

  /** Places the hosts whose time has come. */
  wake(nowMs: number): void {
    while (this.#timers.earliestMs <= nowMs) {
      const { host, atMs } = this.#timers.pop();
      // An entry that a later one has replaced.
      if (host.wakeAtMs !== atMs) continue;
      host.wakeAtMs = Number.POSITIVE_INFINITY;
      this.place(host, nowMs);
    }
  }

  /** Draws hosts before those in the window run out. */
  fill(nowMs: number): void {
    if (this.#hosts.size <= this.#size * 0.75) this.#draw(nowMs);
  }

  /** Draws more hosts, since none of those in the window can start. Returns whether there were any. */
  widen(nowMs: number): boolean {
    return this.#hosts.size < mostHosts && this.#draw(nowMs);
  }

  /** The source has new requests of these hosts, with ids above all that it had. */
  grown(hosts: readonly SourceHost[], nowMs: number): void {
    for (const grown of hosts) {
      const host = this.#hosts.get(grown.id);
      if (host !== undefined) {
        host.grown();
        this.place(host, nowMs);
      } else if (grown.id > this.#cursor) this.#isExhausted = false;
      else this.#back.set(grown.id, grown);
    }
  }

  /** The source has changed: every host and every request is read again. */
  rewind(nowMs: number): void {
    this.#back.clear();
    this.#cursor = -1;
    this.#isExhausted = false;
    for (const host of this.#hosts.values()) host.rewind();
    this.placeAll(nowMs);
  }

  get #size(): number {
    return Math.max(leastWindow, 4 * this.limits.concurrency);
  }

  #draw(nowMs: number): boolean {
    const step = Math.ceil(this.#size / 4);
    const back = [...this.#back.values()].slice(0, step);
    for (const known of back) {
      this.#back.delete(known.id);
      this.#enter(known, nowMs);
    }
    if (this.#isExhausted) return back.length > 0;
    const found = this.#source.hosts(this.#cursor, step);
    this.#isExhausted = found.length < step;
    for (const known of found) {
      this.#cursor = known.id;
      this.#enter(known, nowMs);
    }
    return back.length + found.length > 0;
  }

  #enter(known: SourceHost, nowMs: number): void {
    if (this.#hosts.has(known.id)) return;
    const host = new HostQueue(known, this.#gates.of(known.key));
    this.#hosts.set(host.id, host);
    this.place(host, nowMs);
  }

  /**
   * Removes a host without work. Until its delay is over it is kept as resting, in case the source changes
   * and brings it back.
   */
  #leave(host: HostQueue, nowMs: number): void {
    const openMs = host.openAtMs(this.limits);
    if (openMs > nowMs) {
      this.#rest(host, true);
      this.#wakeAt(host, openMs);
      return;
    }
    this.#hosts.delete(host.id);
    // The host may come back, and its robots.txt should be read only once.
    this.#gates.keep(host.key, host.gate);
    host.wakeAtMs = Number.POSITIVE_INFINITY;
  }

  #rest(host: HostQueue, rests: boolean): void {
    if (host.resting === rests) return;
    host.resting = rests;
    this.#resting += rests ? 1 : -1;
  }

  #wakeAt(host: HostQueue, atMs: number): void {
    if (host.wakeAtMs === atMs) return;
    host.wakeAtMs = atMs;
    this.#timers.push(atMs, { host, atMs });
  }
}
