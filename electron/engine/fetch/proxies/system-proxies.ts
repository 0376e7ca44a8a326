import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FindProxies } from '../../ports/fetch-sessions.ts';
import type { ProxyHealth } from './proxy-health.ts';
import type { ProxyLogins } from './proxy-logins.ts';
import type { ProxyRotation } from './proxy-rotation.ts';

/** The way to an origin: through one of these proxies, in this order, and without one if `direct`. */
export type SystemWay =
  | {
      readonly kind: 'known';
      readonly proxies: readonly ProxyHealth[];
      readonly direct: boolean;
    }
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** The system's settings may change during a run, by a VPN for example. */
const keptMs = 5 * 60_000;
const mostKept = 1_000;

interface Kept {
  readonly way: Promise<SystemWay>;
  readonly atMs: number;
}

interface SystemProxiesParts {
  readonly find: FindProxies;
  readonly rotation: ProxyRotation;
  readonly logins: ProxyLogins;
  readonly clock: Clock;
}

/** The proxies that the system names for each origin. An answer is cached for five minutes. */
export class SystemProxies {
  readonly #parts: SystemProxiesParts;
  /** The least recently requested one comes first. */
  readonly #kept = new Map<string, Kept>();

  constructor(parts: SystemProxiesParts) {
    this.#parts = parts;
  }

  /** Never rejects. */
  for(origin: string): Promise<SystemWay> {
    const nowMs = this.#parts.clock.now();
    const kept = this.#kept.get(origin);
    if (kept !== undefined && nowMs - kept.atMs < keptMs) return kept.way;
    const way = this.#ask(origin);
    this.#kept.delete(origin);
    this.#kept.set(origin, { way, atMs: nowMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return way;
  }

  async #ask(origin: string): Promise<SystemWay> {
    try {
      return this.#read(await this.#parts.find(origin));
    } catch (error) {
      this.#kept.delete(origin);
      const cause = error instanceof Error ? error.message : String(error);
      const why = `the system could not say which one leads to ${origin}: ${cause}`;
      return { kind: 'unknown', failure: failure('PROXY_FAILED', why) };
    }
  }

  #read(names: readonly string[]): SystemWay {
    const { rotation, logins } = this.#parts;
    const end = names.indexOf('direct');
    const named = end < 0 ? names : names.slice(0, end);
    const usable = named.flatMap((text) => logins.read(text) ?? []);
    if (usable.length === 0 && end < 0) {
      const why =
        'the system names one of a kind that Trawl cannot use; http, https and socks5 work';
      return { kind: 'unknown', failure: failure('PROXY_FAILED', why) };
    }
    return { kind: 'known', proxies: rotation.healthOf(usable), direct: end >= 0 };
  }
}
