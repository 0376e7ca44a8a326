import type { ProxyLine } from '#shared/engine-protocol/run.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ProxyAddress } from '#shared/job/proxy.ts';
import type { Clock } from '../../ports/clock.ts';
import { ProxyHealth } from './proxy-health.ts';

/** The cause may have been the network: then all proxies are back at once, and should not rest for long. */
const longestUnreachedMs = 30_000;

/** The proxy that is tried first: the next one each time, the same one for a host, or the first of the list. */
type ProxyOrder = 'request' | 'host' | 'list';

/**
 * The proxies of a session, and the choice of one for each request. Resting proxies are skipped. Each
 * request names the proxies that it may use; the health of a proxy is shared by all requests.
 */
export class ProxyRotation {
  readonly #order: ProxyOrder;
  readonly #clock: Clock;
  /** By name: a list contains each name once, and the system gives a name one login. */
  readonly #known = new Map<string, ProxyHealth>();
  readonly #waiting = new Set<() => void>();
  #turn = 0;
  #disarm = (): void => undefined;

  constructor(order: ProxyOrder, clock: Clock) {
    this.#order = order;
    this.#clock = clock;
  }

  /** The health of these proxies; at the first call, they count as working. */
  healthOf(proxies: readonly ProxyAddress[]): readonly ProxyHealth[] {
    return proxies.map((proxy) => {
      const known = this.#known.get(proxy.name) ?? new ProxyHealth(proxy);
      this.#known.set(proxy.name, known);
      return known;
    });
  }

  /**
   * The next proxy for a request to `host`, not one of `tried`; null if all the others rest. While none can
   * be reached, rests do not count: a request gets one of them to test whether it is back.
   */
  next(
    among: readonly ProxyHealth[],
    host: string,
    tried: ReadonlySet<ProxyHealth>,
  ): ProxyHealth | null {
    if (!this.isUnreached(among)) return this.ready(among, host, tried);
    return tried.size > 0 ? null : this.#firstFrom(among, this.#turn, ({ busy }) => !busy);
  }

  /** The next proxy that does not rest, not one of `tried`. */
  ready(
    among: readonly ProxyHealth[],
    host: string,
    tried: ReadonlySet<ProxyHealth>,
  ): ProxyHealth | null {
    const nowMs = this.#clock.now();
    const fits = (one: ProxyHealth): boolean => !tried.has(one) && one.readyAtMs() <= nowMs;
    return this.#firstFrom(among, this.#startFor(host), fits);
  }

  /** No connection to any of them can be made: they may rest, or the network is down. */
  isUnreached(among: readonly ProxyHealth[]): boolean {
    return among.every((one) => one.unreached);
  }

  /** Resolves when a proxy may be back. Rejects only when `signal` aborts, with its reason. */
  change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const over = (then: () => void) => (): void => {
        this.#waiting.delete(resolved);
        signal.removeEventListener('abort', aborted);
        if (this.#waiting.size === 0) this.#disarm();
        then();
      };
      const resolved = over(resolve);
      const aborted = over(() => reject(signal.reason));
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      signal.addEventListener('abort', aborted);
      this.#waiting.add(resolved);
      this.#arm();
    });
  }

  /** To be called when a request through a proxy is over, however it ended. */
  changed(): void {
    if (this.#waiting.size > 0) this.#wake();
  }

  /**
   * A request to `host` has failed because of this proxy.
   *
   * @param among the proxies that the request may use
   * @param isGone no connection to the proxy can be made
   */
  failed(
    one: ProxyHealth,
    among: readonly ProxyHealth[],
    failure: Failure,
    host: string,
    isGone: boolean,
  ): void {
    const nowMs = this.#clock.now();
    one.failed(failure, host, nowMs, isGone);
    if (!this.isUnreached(among)) return;
    for (const each of among) each.restAtMost(nowMs, longestUnreachedMs);
  }

  lines(): readonly ProxyLine[] {
    const nowMs = this.#clock.now();
    return [...this.#known.values()].map((one) => one.line(nowMs));
  }

  #startFor(host: string): number {
    if (this.#order === 'list') return 0;
    return this.#order === 'host' ? hashOf(host) : this.#turn;
  }

  #firstFrom(
    among: readonly ProxyHealth[],
    from: number,
    fits: (one: ProxyHealth) => boolean,
  ): ProxyHealth | null {
    for (let step = 0; step < among.length; step += 1) {
      const index = (from + step) % among.length;
      const one = among[index];
      if (one === undefined || !fits(one)) continue;
      this.#turn = index + 1;
      return one;
    }
    return null;
  }

  #arm(): void {
    this.#disarm();
    const earliestMs = Math.min(...[...this.#known.values()].map((one) => one.readyAtMs()));
    if (earliestMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.max(0, earliestMs - this.#clock.now());
    this.#disarm = this.#clock.after(delayMs, () => this.#wake());
  }

  #wake(): void {
    this.#disarm();
    for (const resolve of [...this.#waiting]) resolve();
  }
}

/** FNV-1a: spreads hosts over the proxies, and always gives the same result for a host. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
