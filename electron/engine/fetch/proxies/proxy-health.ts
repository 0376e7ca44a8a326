import type { ProxyLine } from '#shared/engine-protocol/run.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ProxyAddress } from '#shared/job/proxy.ts';

const firstRestMs = 10_000;
const longestRestMs = 600_000;
/**
 * A refused connection may be the fault of the site. After this number of different sites in a row, it
 * counts as the fault of the proxy.
 */
const refusedHosts = 3;

/** The state of one proxy: in use, or resting after a failure, longer every time. */
export class ProxyHealth {
  readonly proxy: ProxyAddress;
  #active = 0;
  #done = 0;
  #failed = 0;
  #restUntilMs = 0;
  /** 0: the last request succeeded. */
  #restMs = 0;
  readonly #refused = new Set<string>();
  #lastFailure: string | null = null;
  #unreached = false;
  /** The first request after a rest, until its result is known. */
  #scout: object | null = null;

  constructor(proxy: ProxyAddress) {
    this.proxy = proxy;
  }

  /**
   * The time from which the proxy may be used; after a rest one request goes first, and the others wait for
   * it.
   */
  readyAtMs(): number {
    return this.busy ? Number.POSITIVE_INFINITY : this.#restUntilMs;
  }

  /** The last try could not connect to the proxy. */
  get unreached(): boolean {
    return this.#unreached;
  }

  /** A request is testing whether the proxy works. */
  get busy(): boolean {
    return this.#scout !== null;
  }

  began(request: object): void {
    this.#active += 1;
    if (this.#restMs > 0) this.#scout ??= request;
  }

  ended(request: object): void {
    this.#active -= 1;
    if (this.#scout === request) this.#scout = null;
  }

  succeeded(): void {
    this.#done += 1;
    this.answered();
  }

  /** The proxy works: an answer has come through it, though the request may not be over. */
  answered(): void {
    this.#unreached = false;
    this.#restMs = 0;
    this.#restUntilMs = 0;
    this.#refused.clear();
    this.#scout = null;
  }

  /** @param isGone no connection to the proxy could be made */
  failed(failure: Failure, host: string, nowMs: number, isGone: boolean): void {
    this.#failed += 1;
    this.#unreached = isGone;
    this.#lastFailure = failure.message;
    if (failure.code !== 'PROXY_REFUSED') this.rest(nowMs);
    else if (this.#refused.add(host).size >= refusedHosts) this.rest(nowMs);
  }

  /** Requests that were under way together fail together: that is one failure. */
  rest(nowMs: number): void {
    if (this.#restUntilMs > nowMs) return;
    this.#restMs = this.#restMs === 0 ? firstRestMs : Math.min(longestRestMs, this.#restMs * 2);
    this.#restUntilMs = nowMs + this.#restMs;
    this.#refused.clear();
  }

  restAtMost(nowMs: number, ms: number): void {
    this.#restMs = Math.min(this.#restMs, ms);
    this.#restUntilMs = Math.min(this.#restUntilMs, nowMs + ms);
  }

  line(nowMs: number): ProxyLine {
    const restMs = Math.max(0, this.#restUntilMs - nowMs);
    return {
      proxy: this.proxy.name,
      state: this.#restMs > 0 ? 'resting' : 'ok',
      active: this.#active,
      done: this.#done,
      failed: this.#failed,
      restMs,
      lastFailure: this.#lastFailure,
    };
  }
}
