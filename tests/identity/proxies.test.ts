import { afterEach, describe, expect, it } from 'vitest';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { goodCertificate, leafKey, selfSignedCertificate } from '../hostile/certificates.ts';
import { startHttpProxy } from '../proxies/http-proxy.ts';
import { startSocks5Proxy } from '../proxies/socks5-proxy.ts';
import { fakeClock } from './fake-clock.ts';
import { codeOf, noLookup, openSession, textOf, toThisMachine } from './session.ts';
import { startSite } from './site.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
function kept<T extends { close(): Promise<unknown> }>(thing: T): T {
  closers.push(() => thing.close());
  return thing;
}

const password = 'pa55-w0rd';
const login = { user: 'ann', password };
const page = async (tls = false) =>
  kept(
    await startSite(
      (request, response) => response.end(`<p>${request.url}</p>`),
      tls ? { key: leafKey, cert: goodCertificate } : undefined,
    ),
  );
const via = (proxies: readonly string[], more: Parameters<typeof openSession>[0] = {}, from = {}) =>
  kept(
    openSession(
      { ...more, options: { proxies, ...more.options } },
      { lookup: toThisMachine, ...from },
    ),
  );

describe('a page through a proxy', () => {
  it('comes over plain http by its whole URL, and over https through a tunnel', async () => {
    const [plain, secure] = [await page(), await page(true)];
    const proxy = kept(await startHttpProxy());
    const { get } = via([`http://127.0.0.1:${proxy.port}`], {}, { lookup: noLookup });
    expect(textOf(await get(`http://shop.example:${plain.port}/a?b#c`))).toBe('<p>/a?b</p>');
    expect(textOf(await get(`https://good.test:${secure.port}/d`))).toBe('<p>/d</p>');
    expect(proxy.asked).toEqual([
      `GET http://shop.example:${plain.port}/a?b`,
      `CONNECT good.test:${secure.port}`,
    ]);
    expect(plain.requests[0]?.headers).toMatchObject({ host: `shop.example:${plain.port}` });
  });

  it('comes through a proxy that speaks TLS, where its certificate is right', async () => {
    const [plain, secure] = [await page(), await page(true)];
    const tls = { key: leafKey, cert: goodCertificate };
    const proxy = kept(await startHttpProxy({ tls }));
    const { get } = via([`https://good.test:${proxy.port}`]);
    expect(textOf(await get(`http://shop.example:${plain.port}/a`))).toBe('<p>/a</p>');
    expect(textOf(await get(`https://good.test:${secure.port}/b`))).toBe('<p>/b</p>');

    const selfSigned = { key: leafKey, cert: selfSignedCertificate };
    const wrong = kept(await startHttpProxy({ tls: selfSigned }));
    const options = { ignoreTlsErrors: true };
    const outcome = await via([`https://self.test:${wrong.port}`], { options }).get(
      `http://shop.example:${plain.port}/`,
    );
    expect(codeOf(outcome)).toBe('PROXY_FAILED');
    expect(wrong.asked).toEqual([]);
    const trusting = via([`https://self.test:${wrong.port}`], {}, { ca: [selfSignedCertificate] });
    expect(codeOf(await trusting.get(`http://shop.example:${plain.port}/`))).toBe('page');
  });

  it('comes through SOCKS5, names and addresses alike', async () => {
    const [plain, secure] = [await page(), await page(true)];
    const proxy = kept(await startSocks5Proxy());
    const { get } = via([`socks5://127.0.0.1:${proxy.port}`], {}, { lookup: noLookup });
    expect(textOf(await get(`http://shop.example:${plain.port}/a`))).toBe('<p>/a</p>');
    expect(textOf(await get(`https://good.test:${secure.port}/b`))).toBe('<p>/b</p>');
    expect(textOf(await get(`http://127.0.0.1:${plain.port}/c`))).toBe('<p>/c</p>');
    expect(textOf(await get(`http://[::1]:${plain.port}/d`))).toBe('<p>/d</p>');
    expect(proxy.asked).toEqual([
      `3 shop.example:${plain.port}`,
      `3 good.test:${secure.port}`,
      `1 127.0.0.1:${plain.port}`,
      `4 0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1:${plain.port}`,
    ]);
  });

  it('logs in where the proxy asks for it', async () => {
    const [plain, secure] = [await page(), await page(true)];
    const http = kept(await startHttpProxy({ login: `ann:${password}` }));
    const socks = kept(await startSocks5Proxy({ login }));
    for (const name of [`http://127.0.0.1:${http.port}`, `socks5://127.0.0.1:${socks.port}`]) {
      const { get } = via([name], { secrets: { proxyLogins: { [name]: login } } });
      expect(codeOf(await get(`http://shop.example:${plain.port}/`))).toBe('page');
      expect(codeOf(await get(`https://good.test:${secure.port}/`))).toBe('page');
    }
    expect(JSON.stringify(plain.requests.map(({ headers }) => headers))).not.toContain('proxy-');
  });
});

describe('a proxy that fails', () => {
  it.each([
    ['http', 'http', 'PROXY_AUTH'],
    ['http', 'https', 'PROXY_AUTH'],
    ['socks5', 'http', 'PROXY_AUTH'],
  ] as const)('%s refuses the login (%s): %s', async (kind, scheme, code) => {
    const site = await page(scheme === 'https');
    const proxy = kept(
      kind === 'http'
        ? await startHttpProxy({ login: 'ann:right' })
        : await startSocks5Proxy({ login: { user: 'ann', password: 'right' } }),
    );
    const name = `${kind}://127.0.0.1:${proxy.port}`;
    for (const proxyLogins of [{}, { [name]: login }]) {
      const { get, session } = via([name], { secrets: { proxyLogins } });
      const outcome = await get(`${scheme}://good.test:${site.port}/`);
      expect(codeOf(outcome)).toBe(code);
      expect(session.proxies()).toMatchObject([{ proxy: name, state: 'resting', failed: 1 }]);
      expect(JSON.stringify([outcome, session.proxies()])).not.toContain(password);
    }
  });

  it('answers CONNECT with 502', async () => {
    const proxy = kept(await startHttpProxy({ refuses: () => 502 }));
    const outcome = await via([`http://127.0.0.1:${proxy.port}`]).get('https://good.test/');
    expect(outcome).toMatchObject({
      failure: { code: 'PROXY_REFUSED', message: expect.stringContaining('502'), retryable: true },
    });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 99])('answers SOCKS5 with %i', async (reply) => {
    const proxy = kept(await startSocks5Proxy({ reply }));
    const outcome = await via([`socks5://127.0.0.1:${proxy.port}`]).get('http://shop.example/');
    expect(codeOf(outcome)).toBe('PROXY_REFUSED');
  });

  it('is not there, speaks something else, or says nothing', async () => {
    const gone = await startHttpProxy();
    await gone.close();
    expect(codeOf(await via([`http://127.0.0.1:${gone.port}`]).get('https://good.test/'))).toBe(
      'PROXY_UNREACHED',
    );
    const site = await page();
    expect(codeOf(await via([`socks5://127.0.0.1:${site.port}`]).get('http://a.example/'))).toBe(
      'PROXY_FAILED',
    );
    const silent = kept(await startHttpProxy({ silent: true }));
    const { get } = via([`http://127.0.0.1:${silent.port}`], {}, { connectTimeoutMs: 200 });
    expect(codeOf(await get('https://good.test/'))).toBe('PROXY_REFUSED');
  });

  it('dies in the middle of a page: named as its fault; a site that dies is not', async () => {
    const site = kept(
      await startSite((_request, response) => {
        response.writeHead(200, { 'content-length': 100_000 });
        response.write('x'.repeat(50_000), () => response.destroy());
      }),
    );
    const url = `http://shop.example:${site.port}/`;
    const alive = kept(await startSocks5Proxy());
    expect(codeOf(await via([`socks5://127.0.0.1:${alive.port}`]).get(url))).toMatch(
      /TRUNCATED|CONNECTION_RESET/,
    );
    const whole = kept(
      await startSite((_request, response) => {
        response.writeHead(200, { 'content-length': 100_000 });
        response.write('x'.repeat(50_000));
      }),
    );
    const dying = kept(await startHttpProxy({ diesAfterBytes: 10_000 }));
    const outcome = await via([`http://127.0.0.1:${dying.port}`]).get(
      `http://shop.example:${whole.port}/`,
    );
    expect(codeOf(outcome)).toBe('PROXY_FAILED');
  });

  it('is passed over: the request goes through another one', async () => {
    const site = await page(true);
    const url = `https://good.test:${site.port}/`;
    const gone = await startHttpProxy();
    await gone.close();
    const refusing = kept(await startHttpProxy({ refuses: () => 502 }));
    const good = kept(await startHttpProxy());
    const names = [gone, refusing, good].map(({ port }) => `http://127.0.0.1:${port}`);
    const { get, session } = via(names);
    for (let count = 0; count < 6; count += 1) expect(codeOf(await get(url))).toBe('page');
    expect(session.proxies()).toMatchObject([
      { state: 'resting', failed: 1, done: 0, lastFailure: expect.stringContaining('refused') },
      { state: 'resting', failed: 1, done: 0, lastFailure: expect.stringContaining('502') },
      { state: 'ok', failed: 0, done: 6 },
    ]);
  });

  it('rests ever longer, is asked again by one request, and is well again when that went well', async () => {
    const site = await page(true);
    const url = `https://good.test:${site.port}/`;
    let status: number | null = 407;
    const proxy = kept(await startHttpProxy({ refuses: () => status }));
    const clock = fakeClock();
    const name = `http://127.0.0.1:${proxy.port}`;
    const { get, session } = via([name], {}, { clock });
    expect(session.proxies()).toMatchObject([{ proxy: name, state: 'ok', restMs: 0 }]);
    expect(codeOf(await get(url))).toBe('PROXY_AUTH');

    const rests = [10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 600_000, 600_000];
    const ended: string[] = [];
    const waiting = [...rests, 0, 0].map(async () => ended.push(codeOf(await get(url))));
    const stop = new AbortController();
    const stopped = get(url, {}, stop.signal);
    stop.abort(new Error('stop'));
    await expect(stopped).rejects.toThrow('stop');
    for (const [round, restMs] of rests.entries()) {
      expect(session.proxies()).toMatchObject([{ state: 'resting', restMs }]);
      await clock.advance(restMs - 1);
      expect(proxy.asked).toHaveLength(round + 1);
      if (round === rests.length - 1) status = null;
      await clock.advance(1);
      while (ended.length <= round) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(waiting);
    expect(ended).toEqual([...rests.slice(1).map(() => 'PROXY_AUTH'), 'page', 'page', 'page']);
    expect(session.proxies()).toMatchObject([{ state: 'ok', restMs: 0, done: 3, active: 0 }]);
  });

  it('is unreached with all the others, and then asked again at any time, by one request', async () => {
    const site = await page();
    const url = `http://shop.example:${site.port}/`;
    const first = await startHttpProxy();
    const second = await startHttpProxy();
    const names = [first, second].map(({ port }) => `http://127.0.0.1:${port}`);
    const clock = fakeClock();
    const { get, session } = via(names, {}, { clock });
    await Promise.all([first.close(), second.close()]);
    const gone = await get(url);
    expect(gone).toMatchObject({
      failure: {
        code: 'PROXY_UNREACHED',
        message: 'The proxy cannot be reached (the server refused the connection).',
        retryable: true,
      },
    });
    for (let round = 0; round < 12; round += 1) {
      await clock.advance(30_000);
      // One of them tries, and the others are answered from its result.
      const codes = await Promise.all([1, 2, 3, 4].map(async () => codeOf(await get(url))));
      expect(codes).toEqual(Array(4).fill('PROXY_UNREACHED'));
      for (const { restMs } of session.proxies()) expect(restMs).toBeLessThanOrEqual(30_000);
    }
    const tries = session.proxies().reduce((sum, { failed }) => sum + failed, 0);
    expect(tries).toBeLessThanOrEqual(2 + 12 * 2);
    kept(await startHttpProxy({ port: second.port }));
    expect([codeOf(await get(url)), codeOf(await get(url))]).toContain('page');
    expect(codeOf(await get(url))).toBe('page');
    await clock.advance(30_000);
    kept(await startHttpProxy({ port: first.port }));
    await get(url);
    await get(url);
    expect(session.proxies()).toMatchObject([{ state: 'ok' }, { state: 'ok' }]);
  });

  describe('and carries a page whose redirect is asked about through it', () => {
    /** Pages that redirect to another host, and the robots.txt requests before the redirect is followed. */
    const redirecting = async () => {
      const site = kept(
        await startSite((request, response) => {
          const location = `http://other.example:${site.port}/there`;
          if (request.url?.startsWith('/away') === true) response.writeHead(302, { location });
          response.end('<p>here</p>');
        }),
      );
      const proxyState: { status: number | null } = { status: null };
      const proxy = await startHttpProxy({ refuses: () => proxyState.status });
      const clock = fakeClock();
      const name = `http://127.0.0.1:${proxy.port}`;
      const opened = via([name], {}, { clock });
      const ask = async (to: string): Promise<Failure | null> => {
        const robots = await opened.get(`${new URL(to).origin}/robots.txt`);
        return robots.kind === 'page' ? null : robots.failure;
      };
      const url = `http://shop.example:${site.port}`;
      return { ...opened, proxy, proxyState, clock, ask, url };
    };

    it('counts as back as soon as it has carried an answer', async () => {
      const { get, session, proxy, ask, url } = await redirecting();
      await proxy.close();
      expect(codeOf(await get(`${url}/away`))).toBe('PROXY_UNREACHED');
      kept(await startHttpProxy({ port: proxy.port }));
      const outcome = await get(`${url}/away`, { mayFollow: (_from, to) => ask(to) });
      expect(codeOf(outcome)).toBe('page');
      expect(session.proxies()).toMatchObject([{ state: 'ok', active: 0, failed: 1 }]);
    });

    it('lets through what is asked, right after a rest', async () => {
      const { get, session, proxy, proxyState, clock, ask, url } = await redirecting();
      kept(proxy);
      proxyState.status = 407;
      expect(codeOf(await get(`${url}/away`))).toBe('PROXY_AUTH');
      proxyState.status = null;
      const pages = [1, 2, 3].map((index) =>
        get(`${url}/away${index}`, { mayFollow: (_from, to) => ask(to) }),
      );
      await clock.advance(10_000);
      expect((await Promise.all(pages)).map(codeOf)).toEqual(['page', 'page', 'page']);
      expect(session.proxies()).toMatchObject([{ state: 'ok', active: 0, failed: 1 }]);
    });

    it('is not kept from it by that page when it has to rest meanwhile', async () => {
      const { get, proxy, proxyState, clock, ask, url } = await redirecting();
      kept(proxy);
      const outcome = await get(`${url}/away`, {
        mayFollow: async (_from, to) => {
          proxyState.status = 407;
          expect(codeOf(await get(`${url}/`))).toBe('PROXY_AUTH');
          proxyState.status = null;
          const asked = ask(to);
          await clock.advance(10_000);
          return asked;
        },
      });
      expect(codeOf(outcome)).toBe('page');
    });

    it('is not blamed for what was found out about the redirect', async () => {
      const { get, session, proxy, url } = await redirecting();
      kept(proxy);
      for (const code of ['PROXY_UNREACHED', 'PROXY_FAILED', 'CONNECTION_RESET'] as const) {
        const reason = failure(code, 'elsewhere');
        const outcome = await get(`${url}/away`, { mayFollow: async () => reason });
        expect(outcome).toMatchObject({ failure: reason });
      }
      expect(session.proxies()).toMatchObject([{ state: 'ok', done: 3, failed: 0 }]);
    });
  });

  it('is no sign of the network where another one is reached and refuses', async () => {
    const gone = await startHttpProxy();
    await gone.close();
    const refusing = kept(await startHttpProxy({ refuses: () => 407 }));
    const names = [gone, refusing].map(({ port }) => `http://127.0.0.1:${port}`);
    const clock = fakeClock();
    const { get } = via(names, {}, { clock });
    expect(codeOf(await get('https://good.test/'))).toBe('PROXY_AUTH');
    const waits = get('https://good.test/');
    await clock.advance(10_000);
    expect(codeOf(await waits)).toMatch(/PROXY_AUTH|PROXY_FAILED/);
  });

  it('is not blamed for one site, but for three', async () => {
    const proxy = kept(await startHttpProxy({ refuses: () => 502 }));
    const { get, session } = via([`http://127.0.0.1:${proxy.port}`]);
    for (let count = 0; count < 5; count += 1) {
      expect(codeOf(await get('https://dead.example/'))).toBe('PROXY_REFUSED');
    }
    expect(session.proxies()).toMatchObject([{ state: 'ok', failed: 5 }]);
    await get('https://two.example/');
    expect(session.proxies()).toMatchObject([{ state: 'ok', failed: 6 }]);
    await get('https://three.example/');
    expect(session.proxies()).toMatchObject([{ state: 'resting', failed: 7 }]);
  });
});

describe('several proxies', () => {
  it('take turns by request, or keep their hosts', async () => {
    const site = await page();
    const proxies = await Promise.all([1, 2, 3].map(async () => kept(await startHttpProxy())));
    const names = proxies.map(({ port }) => `http://127.0.0.1:${port}`);
    const hosts = Array.from({ length: 12 }, (_, index) => `h${index}.example`);
    const url = (host: string) => `http://${host}:${site.port}/`;

    const turns = via(names);
    for (const host of hosts) await turns.get(url(host));
    expect(proxies.map(({ asked }) => asked.length)).toEqual([4, 4, 4]);

    const homes = via(names, { options: { proxyRotation: 'host' } });
    for (let round = 0; round < 3; round += 1) for (const host of hosts) await homes.get(url(host));
    for (const host of hosts) {
      const by = proxies.filter(({ asked }) => asked.slice(4).some((line) => line.includes(host)));
      expect(by).toHaveLength(1);
    }
    expect(proxies.filter(({ asked }) => asked.length > 4).length).toBeGreaterThan(1);
  });

  it('are refused where one is no proxy, with no login in the sentence', () => {
    const open = () => via([`ftp://a:${password}@b`]);
    expect(open).toThrow(/cannot be used/);
    expect(open).not.toThrow(password);
  });
});
