import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

type LookupAll = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface DnsCacheOptions {
  /** How long an answer is used again. */
  readonly ttlMs?: number;
  readonly timeoutMs?: number;
  readonly maxHosts?: number;
  /** The look-up behind the cache; the system's by default. */
  readonly resolve?: LookupAll;
  readonly now?: () => number;
}

/**
 * A `lookup` for sockets that asks the system once for a host, however many connections open to it.
 * `getaddrinfo` runs on libuv's few threads: without this, slow look-ups of one host stall every
 * other host's (see ARCHITECTURE.md). Failures are not kept: the next try asks again. A look-up
 * that hangs ends with the code `DNS_TIMEOUT`.
 */
export function createDnsCache(options: DnsCacheOptions = {}): LookupFunction {
  const { ttlMs = 60_000, timeoutMs = 10_000, maxHosts = 10_000 } = options;
  const resolve: LookupAll = options.resolve ?? lookup;
  const now = options.now ?? (() => performance.now());
  const known = new Map<
    string,
    { readonly addresses: LookupAddress[]; readonly untilMs: number }
  >();
  const pending = new Map<string, Promise<LookupAddress[]>>();

  function ask(hostname: string): Promise<LookupAddress[]> {
    const answer = new Promise<LookupAddress[]>((settle, reject) => {
      const timer = setTimeout(() => {
        reject(
          Object.assign(new Error(`Looking up ${hostname} took too long`), { code: 'DNS_TIMEOUT' }),
        );
      }, timeoutMs);
      resolve(hostname, { all: true }, (error, addresses) => {
        clearTimeout(timer);
        if (error) reject(error);
        else settle(addresses);
      });
    });
    return answer
      .then((addresses) => {
        if (known.size >= maxHosts) known.delete(known.keys().next().value ?? '');
        known.set(hostname, { addresses, untilMs: now() + ttlMs });
        return addresses;
      })
      .finally(() => pending.delete(hostname));
  }

  function addressesOf(hostname: string): Promise<LookupAddress[]> {
    const hit = known.get(hostname);
    if (hit && hit.untilMs > now()) return Promise.resolve(hit.addresses);
    known.delete(hostname);
    const running = pending.get(hostname);
    if (running) return running;
    const asked = ask(hostname);
    pending.set(hostname, asked);
    return asked;
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

function familyOf(family: LookupOptions['family']): number {
  if (family === 'IPv4') return 4;
  if (family === 'IPv6') return 6;
  return family ?? 0;
}
