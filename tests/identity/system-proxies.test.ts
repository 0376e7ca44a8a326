import { afterEach, describe, expect, it } from 'vitest';
import type { FindProxies } from '#engine/ports/fetch-sessions.ts';
import { goodCertificate, leafKey } from '../hostile/certificates.ts';
import { startHttpProxy } from '../proxies/http-proxy.ts';
import { fakeClock } from './fake-clock.ts';
import { codeOf, openSession, textOf, toThisMachine } from './session.ts';
import { startSite } from './site.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
function kept<T extends { close(): Promise<unknown> }>(thing: T): T {
  closers.push(() => thing.close());
  return thing;
}

const page = async () =>
  kept(await startSite((request, response) => response.end(`<p>${request.url}</p>`)));
const proxyName = ({ port }: { readonly port: number }) => `http://127.0.0.1:${port}`;

/** A session that uses the proxies of the system; `ways` lists them by host. */
function bySystem(
  ways: Readonly<Record<string, readonly string[]>>,
  more: Parameters<typeof openSession>[1] = {},
) {
  const asked: string[] = [];
  const findProxies: FindProxies = async (origin) => {
    asked.push(origin);
    return ways[new URL(origin).hostname] ?? ['direct'];
  };
  const options = { proxies: 'system' as const };
  const opened = openSession({ options }, { lookup: toThisMachine, findProxies, ...more });
  return { ...kept(opened), asked };
}

describe('the proxies of the system', () => {
  it('are found for each host, and asked for once', async () => {
    const site = await page();
    const [one, two] = [kept(await startHttpProxy()), kept(await startHttpProxy())];
    const { get, asked, session } = bySystem({
      'one.example': [proxyName(one)],
      'two.example': [proxyName(two)],
    });
    for (const host of ['one', 'two', 'three', 'one', 'two', 'three']) {
      expect(textOf(await get(`http://${host}.example:${site.port}/${host}`))).toContain(host);
    }
    const once = (host: string) => `GET http://${host}.example:${site.port}/${host}`;
    expect(one.asked).toEqual([once('one'), once('one')]);
    expect(two.asked).toEqual([once('two'), once('two')]);
    expect(asked).toEqual(
      ['one', 'two', 'three'].map((host) => `http://${host}.example:${site.port}`),
    );
    expect(session.proxies()).toMatchObject([
      { proxy: proxyName(one), done: 2, failed: 0 },
      { proxy: proxyName(two), done: 2, failed: 0 },
    ]);
  });

  it('are found by the scheme and the port too', async () => {
    const plain = await page();
    const tls = { key: leafKey, cert: goodCertificate };
    const secure = kept(await startSite((_request, response) => response.end('<p>s</p>'), tls));
    const { get, asked } = bySystem({});
    await get(`http://good.test:${plain.port}/`);
    await get(`https://good.test:${secure.port}/`);
    expect(asked).toEqual([`http://good.test:${plain.port}`, `https://good.test:${secure.port}`]);
  });

  it('are found for the host that a redirect leads to', async () => {
    const site: Awaited<ReturnType<typeof startSite>> = kept(
      await startSite((request, response) => {
        const to = { '/in': 'intranet', '/out': 'public' }[request.url ?? ''];
        const location = `http://${to}.example:${site.port}/there`;
        if (to === undefined) response.end('<p>there</p>');
        else response.writeHead(302, { location }).end();
      }),
    );
    const proxy = kept(await startHttpProxy());
    const { get } = bySystem({ 'public.example': [proxyName(proxy)] });
    expect(codeOf(await get(`http://public.example:${site.port}/in`))).toBe('page');
    expect(proxy.asked).toEqual([`GET http://public.example:${site.port}/in`]);
    expect(codeOf(await get(`http://intranet.example:${site.port}/out`))).toBe('page');
    expect(proxy.asked.slice(1)).toEqual([`GET http://public.example:${site.port}/there`]);
    expect(site.requests).toHaveLength(4);
  });

  it('are asked in their order, and passed over while they rest', async () => {
    const site = await page();
    const gone = await startHttpProxy();
    await gone.close();
    const [first, second] = [kept(await startHttpProxy()), kept(await startHttpProxy())];
    const { get } = bySystem({ 'a.example': [gone, first, second].map(proxyName) });
    for (let count = 0; count < 3; count += 1) {
      expect(codeOf(await get(`http://a.example:${site.port}/`))).toBe('page');
    }
    expect([first.asked.length, second.asked.length]).toEqual([3, 0]);
  });

  it('are left aside where none is there and the system allows that, and tried again later', async () => {
    const site = await page();
    const gone = await startHttpProxy();
    await gone.close();
    const clock = fakeClock();
    const { get } = bySystem({ 'a.example': [proxyName(gone), 'direct'] }, { clock });
    const url = `http://a.example:${site.port}/`;
    expect([codeOf(await get(url)), codeOf(await get(url))]).toEqual(['page', 'page']);
    const back = kept(await startHttpProxy({ port: gone.port }));
    await clock.advance(60_000);
    expect(codeOf(await get(url))).toBe('page');
    expect(back.asked).toHaveLength(1);
  });

  it('fail a request where none can be reached, and it does not go directly', async () => {
    const site = await page();
    const gone = await startHttpProxy();
    await gone.close();
    const { get } = bySystem({ 'a.example': [proxyName(gone)] });
    expect(codeOf(await get(`http://a.example:${site.port}/`))).toBe('PROXY_UNREACHED');
    expect(site.requests).toEqual([]);
  });

  it.each([
    [['socks4://127.0.0.1:1'], /of a kind that Trawl cannot use/],
    [[], /of a kind that Trawl cannot use/],
  ])('are %j: the request fails, and does not go directly', async (names, message) => {
    const site = await page();
    const outcome = await bySystem({ 'a.example': names }).get(`http://a.example:${site.port}/`);
    expect(outcome).toMatchObject({
      failure: { code: 'PROXY_FAILED', message: expect.stringMatching(message) },
    });
    expect(site.requests).toEqual([]);
  });

  it('are asked for anew after five minutes, and after the system could not say', async () => {
    const site = await page();
    const clock = fakeClock();
    const asked: string[] = [];
    const findProxies: FindProxies = async (origin) => {
      asked.push(origin);
      if (asked.length === 1) throw new Error('no such PAC file');
      return ['direct'];
    };
    const { get } = bySystem({}, { clock, findProxies });
    const url = `http://a.example:${site.port}/`;
    expect(await get(url)).toMatchObject({
      failure: { code: 'PROXY_FAILED', message: expect.stringContaining('no such PAC file') },
    });
    expect([codeOf(await get(url)), codeOf(await get(url))]).toEqual(['page', 'page']);
    expect(asked).toHaveLength(2);
    await clock.advance(5 * 60_000);
    expect(codeOf(await get(url))).toBe('page');
    expect(asked).toHaveLength(3);
  });

  it('end with the request that waits for them when it is stopped or late', async () => {
    const findProxies: FindProxies = () => new Promise(() => undefined);
    const clock = fakeClock();
    const { get } = bySystem({}, { clock, findProxies });
    const stop = new AbortController();
    const stopped = get('http://a.example/', {}, stop.signal);
    stop.abort(new Error('stop'));
    await expect(stopped).rejects.toThrow('stop');
    const late = get('http://a.example/');
    await clock.advance(20_000);
    expect(await late).toMatchObject({
      failure: { code: 'PROXY_FAILED', message: expect.stringContaining('did not say in time') },
    });
  });

  it('are not known everywhere: the job is refused', () => {
    const open = () => openSession({ options: { proxies: 'system' } });
    expect(open).toThrow(/not known here/);
  });
});
