import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

type LookupAll = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

interface DnsCacheOptions {
  /** The time for which an answer is reused. */
  readonly ttlMs?: number;
  readonly timeoutMs?: number;
  readonly maxHosts?: number;
  /** The look-up behind the cache; the system's by default. */
  readonly resolve?: LookupAll;
  readonly now?: () => number;
  /** Calls back after a delay; returns a function that cancels the call. */
  readonly after?: (delayMs: number, callback: () => void) => () => void;
}

/** A query to the system that has no answer yet. */
interface Asked {
  readonly answer: Promise<LookupAddress[]>;
  readonly sinceMs: number;
}

/**
 * A `lookup` for sockets that queries the system once for a host, however many connections open to it.
 * `getaddrinfo` runs on libuv's few threads: without this, slow look-ups of one host stall every other host
 * (see ARCHITECTURE.md). Failures are not cached: the next try queries again.
 *
 * Each waiting request has its own deadline and then fails with the code `DNS_TIMEOUT`; the others still
 * wait. A query that has had no answer for `timeoutMs` is repeated for the next request.
 */
export function createDnsCache(options: DnsCacheOptions = {}): LookupFunction {
  const { ttlMs = 60_000, timeoutMs = 10_000, maxHosts = 10_000 } = options;
  const resolve: LookupAll = options.resolve ?? lookup;
  const now = options.now ?? (() => performance.now());
  const after = options.after ?? afterDelay;
  const known = new Map<
    string,
    { readonly addresses: LookupAddress[]; readonly untilMs: number }
  >();
  const pending = new Map<string, Asked>();

  function ask(hostname: string): Asked {
    const answer = new Promise<LookupAddress[]>((settle, reject) => {
      resolve(hostname, { all: true }, (error, addresses) => {
        if (error) return reject(error);
        if (known.size >= maxHosts) known.delete(known.keys().next().value ?? '');
        known.set(hostname, { addresses, untilMs: now() + ttlMs });
        settle(addresses);
      });
    });
    const asked = { answer, sinceMs: now() };
    const answered = (): void => {
      if (pending.get(hostname) === asked) pending.delete(hostname);
    };
    pending.set(hostname, asked);
    answer.then(answered, answered);
    return asked;
  }

  function addressesOf(hostname: string): Promise<LookupAddress[]> {
    const hit = known.get(hostname);
    if (hit && hit.untilMs > now()) return Promise.resolve(hit.addresses);
    known.delete(hostname);
    const running = pending.get(hostname);
    const asked = running && now() - running.sinceMs < timeoutMs ? running : ask(hostname);
    return inTime(asked.answer, hostname);
  }

  function inTime(answer: Promise<LookupAddress[]>, hostname: string): Promise<LookupAddress[]> {
    return new Promise((settle, reject) => {
      const callOff = after(timeoutMs, () => {
        const error = new Error(`Looking up ${hostname} took too long`);
        reject(Object.assign(error, { code: 'DNS_TIMEOUT' }));
      });
      answer.then(settle, reject).finally(callOff);
    });
  }

  return (hostname: string, lookupOptions: LookupOptions, callback) => {
    addressesOf(hostname).then(
      (all) => {
        const family = familyOf(lookupOptions.family);
        const addresses = family === 0 ? all : all.filter((address) => address.family === family);
        const first = addresses[0];
        if (!first) {
          const error = new Error(`${hostname} has no address of the family asked for`);
          callback(Object.assign(error, { code: 'ENOTFOUND' }), '', 0);
        } else if (lookupOptions.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

function afterDelay(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}

function familyOf(family: LookupOptions['family']): number {
  if (family === 'IPv4') return 4;
  if (family === 'IPv6') return 6;
  return family ?? 0;
}
