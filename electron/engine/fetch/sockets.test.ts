import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { FetchRules } from '../ports/fetcher.ts';
import { createFetcher } from './create-fetcher.ts';
import { Sockets, shareOf, socketLimits } from './sockets.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that keeps connections open, for every host name. */
async function keepingServer(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) =>
    response.end('page'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return { server, port: (server.address() as AddressInfo).port };
}

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

describe('connections that are not in use', () => {
  const rules: FetchRules = { timeoutMs: 20_000, maxBytes: 1_000_000, headers: {} };
  const never = (): AbortSignal => new AbortController().signal;

  it('are bounded over all hosts: those used the longest ago are closed', async () => {
    const { server, port } = await keepingServer();
    const fetcher = createFetcher({
      sockets: { mostIdle: 40, mostOpen: 100 },
      lookup: (_host, options, callback) => {
        if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
        else callback(null, '127.0.0.1', 4);
      },
    });
    closers.push(() => fetcher.close());
    const session = fetcher.session({
      options: {
        cookies: false,
        allowPrivate: true,
        ignoreTlsErrors: false,
        proxies: [],
        proxyRotation: 'request',
      },
    });
    const hosts = Array.from({ length: 200 }, (_, index) => `http://h${index}.test:${port}/`);
    for (let at = 0; at < hosts.length; at += 20) {
      const outcomes = await Promise.all(
        hosts.slice(at, at + 20).map((url) => session.fetch(url, rules, never())),
      );
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['page']));
    }
    await expect.poll(() => connectionsOf(server), { timeout: 20_000 }).toBeLessThanOrEqual(40);
    // The connections that are left are used again.
    const before = await connectionsOf(server);
    await session.fetch(hosts.at(-1) ?? '', rules, never());
    expect(await connectionsOf(server)).toBeLessThanOrEqual(before);
  });

  it('are closed in the order of their use, and half of them where there is no room', () => {
    const sockets = new Sockets({ mostIdle: 4, mostOpen: 10 });
    const closed: number[] = [];
    const pools = [2, 1, 1, 3].map((count, index) => ({
      sockets: count,
      close: () => closed.push(index),
    }));
    const [first, second, third, fourth] = pools;
    if (!first || !second || !third || !fourth) throw new Error('four pools');
    for (const pool of [first, second, third]) sockets.add(pool);
    sockets.remove(first);
    sockets.add(first);
    expect(closed).toEqual([]);
    sockets.add(fourth);
    expect(closed).toEqual([1, 2, 0]);
    expect(sockets.idle).toBe(3);
    expect(sockets.makeRoom()).toBe(true);
    expect(closed).toEqual([1, 2, 0, 3]);
    expect(sockets.makeRoom()).toBe(false);
  });

  it('leave descriptors for the rest of the process, whatever it is given', () => {
    expect(socketLimits(1024)).toEqual({ mostOpen: 704, mostIdle: 256 });
    expect(socketLimits(160)).toEqual({ mostOpen: 56, mostIdle: 28 });
    expect(socketLimits(10)).toEqual({ mostOpen: 8, mostIdle: 4 });
    expect(shareOf(socketLimits(1024), 4)).toEqual({ mostOpen: 176, mostIdle: 64 });
    const sockets = new Sockets({ mostOpen: 1, mostIdle: 1 });
    expect([sockets.book(), sockets.book()]).toEqual([true, false]);
    sockets.closed();
    expect(sockets.book()).toBe(true);
  });
});
