import type { ProxyLine } from '#shared/engine-protocol/run.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ProxyAddress } from '#shared/job/proxy.ts';

const firstRestMs = 10_000;
const longestRestMs = 600_000;
/**
 * "I could not connect" may be the fault of the site. Of so many different sites in a row, it is the
 * proxy's.
 */
const refusedHosts = 3;

/** How one proxy does: at work, or resting after a failure, longer every time. */
export class ProxyHealth {
  readonly proxy: ProxyAddress;
  #active = 0;
  #done = 0;
  #failed = 0;
  #restUntilMs = 0;
  /** 0: the last request went well. */
  #restMs = 0;
  readonly #refused = new Set<string>();
  #lastFailure: string | null = null;

  constructor(proxy: ProxyAddress) {
    this.proxy = proxy;
  }

  /** When it may be asked; after a rest one request goes ahead, and the others wait for it. */
  readyAtMs(): number {
    return this.#restMs > 0 && this.#active > 0 ? Number.POSITIVE_INFINITY : this.#restUntilMs;
  }

  began(): void {
    this.#active += 1;
  }

  ended(): void {
    this.#active -= 1;
  }

  succeeded(): void {
    this.#done += 1;
    this.#restMs = 0;
    this.#restUntilMs = 0;
    this.#refused.clear();
  }

  failed(failure: Failure, host: string, nowMs: number): void {
    this.#failed += 1;
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
