import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startHttpProxy } from '../../../tests/proxies/http-proxy.ts';
import { createFetcher } from '../fetch/create-fetcher.ts';
import { basicAuth } from '../logins.ts';
import { systemClock } from '../system-clock.ts';
import { LogInWays } from './log-in-ways.ts';

const site = createServer((_request, response) => response.end('the site'));
const fetcher = createFetcher({
  clock: systemClock,
  // Every name leads to this computer, as that of a hostile server of names may.
  lookup: (_host, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
});
let ways: LogInWays;

beforeEach(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  ways = new LogInWays(fetcher);
});
afterEach(async () => {
  await ways.closeAll();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});

type Way = Awaited<ReturnType<LogInWays['open']>>;

/** The status of an answer through the proxy. */
function ask({ port, user, password }: Way, url: string, login = basicAuth({ user, password })) {
  return new Promise<number | null>((resolve) => {
    const { host } = new URL(url);
    const headers = { host, 'proxy-authorization': login };
    request({ host: '127.0.0.1', port, path: url, headers, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? null));
    })
      .on('error', () => resolve(null))
      .end();
  });
}
const at = (host: string) => `http://${host}:${(site.address() as AddressInfo).port}/`;

it('leads to the private host that the person typed, and only with its login', async () => {
  const way = await ways.open({ address: at('127.0.0.1') });
  expect(await ask(way, at('127.0.0.1'))).toBe(200);
  expect(await ask(way, at('127.0.0.1'), basicAuth({ user: 'trawl', password: 'guess' }))).toBe(
    407,
  );
  await ways.close(way.id);
  expect(await ask(way, at('127.0.0.1'))).toBeNull();
});

it('leads from a public address to no private one, by any name', async () => {
  const way = await ways.open({ address: 'https://shop.example.com/' });
  for (const host of ['127.0.0.1', 'localhost', 'shop.example.com', 'rebound.example.com']) {
    expect(await ask(way, at(host))).not.toBe(200);
  }
});

it('goes through the proxies of the job, with their logins', async () => {
  const proxy = await startHttpProxy({ login: 'bob:hush' });
  const name = `http://127.0.0.1:${proxy.port}`;
  const way = await ways.open({
    address: at('shop.example.com'),
    options: { proxies: [name] },
    secrets: { proxyLogins: { [name]: { user: 'bob', password: 'hush' } } },
  });
  await ask(way, at('shop.example.com'));
  expect(proxy.asked.some((line) => line.includes('shop.example.com'))).toBe(true);
  await proxy.close();
});
