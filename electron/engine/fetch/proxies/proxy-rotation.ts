import type { ProxyLine } from '#shared/engine-protocol/run.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ProxyAddress } from '#shared/job/proxy.ts';
import type { Clock } from '../../ports.ts';
import { ProxyHealth } from './proxy-health.ts';

/** It may have been the network: then all are back at once, and should not rest for long. */
const longestUnreachedMs = 30_000;

export interface ProxyRotation {
  /**
   * The next proxy for a request to `host`, not one of `tried`; null where all the others rest. While
   * `unreached`, no rest counts: a request has one of them to see whether it is back.
   */
  next(host: string, tried: ReadonlySet<ProxyHealth>): ProxyHealth | null;
  /** Resolves when a proxy may have come back. Rejects by `signal`, with its reason. */
  change(signal: AbortSignal): Promise<void>;
  /** To be told when a request through a proxy is over, however it went. */
  changed(): void;
  /** A request to `host` has failed by the fault of this one. */
  failed(one: ProxyHealth, failure: Failure, host: string, isGone: boolean): void;
  /** Not one of them can be connected to: they may rest, or the network is down. */
  readonly unreached: boolean;
  lines(): readonly ProxyLine[];
}

/**
 * Deals out proxies: every request the next one, or every host always the same one. Those that rest
 * are passed over.
 */
export function createProxyRotation(
  proxies: readonly ProxyAddress[],
  by: 'request' | 'host',
  clock: Clock,
): ProxyRotation {
  const all = proxies.map((proxy) => new ProxyHealth(proxy));
  const waiting = new Set<() => void>();
  let turn = 0;
  let disarm = (): void => undefined;

  const wake = (): void => {
    disarm();
    for (const resolve of [...waiting]) resolve();
  };
  const arm = (): void => {
    disarm();
    const earliestMs = Math.min(...all.map((one) => one.readyAtMs()));
    if (earliestMs < Number.POSITIVE_INFINITY) {
      disarm = clock.after(Math.max(0, earliestMs - clock.now()), wake);
    }
  };

  const firstFrom = (from: number, fits: (one: ProxyHealth) => boolean): ProxyHealth | null => {
    for (let step = 0; step < all.length; step += 1) {
      const index = (from + step) % all.length;
      const one = all[index];
      if (one === undefined || !fits(one)) continue;
      turn = index + 1;
      return one;
    }
    return null;
  };
  const unreached = (): boolean => all.every((one) => one.unreached);

  return {
    next(host, tried) {
      if (unreached()) return tried.size > 0 ? null : firstFrom(turn, ({ busy }) => !busy);
      const nowMs = clock.now();
      const from = by === 'host' ? hashOf(host) : turn;
      return firstFrom(from, (one) => !tried.has(one) && one.readyAtMs() <= nowMs);
    },
    get unreached() {
      return unreached();
    },
    change(signal) {
      return new Promise((resolve, reject) => {
        const over = (then: () => void) => (): void => {
          waiting.delete(resolved);
          signal.removeEventListener('abort', aborted);
          if (waiting.size === 0) disarm();
          then();
        };
        const resolved = over(resolve);
        const aborted = over(() => reject(signal.reason));
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        signal.addEventListener('abort', aborted);
        waiting.add(resolved);
        arm();
      });
    },
    changed: () => {
      if (waiting.size > 0) wake();
    },
    failed(one, failure, host, isGone) {
      const nowMs = clock.now();
      one.failed(failure, host, nowMs, isGone);
      if (unreached()) for (const each of all) each.restAtMost(nowMs, longestUnreachedMs);
    },
    lines: () => all.map((one) => one.line(clock.now())),
  };
}

/** FNV-1a: spreads hosts over the proxies, and a host always comes out the same. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
