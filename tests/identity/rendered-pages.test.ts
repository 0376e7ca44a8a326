import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { firstReach, nextReach } from '#engine/fetch/addresses/reach.ts';
import { LoopbackProxy } from '#engine/render/loopback-proxy.ts';
import { MirroredCookies } from '#engine/render/mirrored-cookies.ts';
import type { BrowserCookie } from '#shared/engine-protocol/rendering.ts';
import { startHttpProxy } from '../proxies/http-proxy.ts';
import { openSession, toThisMachine } from './session.ts';
import { startSite } from './site.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
function kept<T extends { close(): Promise<unknown> }>(thing: T): T {
  closers.push(() => thing.close());
  return thing;
}

type Options = Parameters<typeof openSession>[0]['options'];

/** The proxy of a run for pages like `page`. Every name leads to this machine. */
async function proxyFor(page: string, options: Options = {}) {
  const { session } = kept(openSession({ options }, { lookup: toThisMachine }));
  const from = new URL(page);
  const allowPrivate = options?.allowPrivate === true;
  const first = firstReach(from, allowPrivate);
  return kept(
    await LoopbackProxy.open({
      connections: session.browserSide.connections,
      reachOf: (hostname) =>
        first && nextReach(first, from, new URL(`http://${hostname}`), allowPrivate),
    }),
  );
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly login?: string;
}

function get(
  proxy: LoopbackProxy,
  url: string,
  { method = 'GET', headers = {}, login }: Asked = {},
) {
  const given = login ?? `${proxy.user}:${proxy.password}`;
  return new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: proxy.port,
        method,
        path: url,
        headers: {
          host: new URL(url).host,
          'proxy-authorization': `Basic ${Buffer.from(given).toString('base64')}`,
          ...headers,
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece) => {
          text += piece;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(method === 'POST' ? 'sent' : undefined);
  });
}

/** The first line of the answer to a CONNECT and, if it is accepted, to a request through the tunnel. */
function tunnel(proxy: LoopbackProxy, target: string, login = `${proxy.user}:${proxy.password}`) {
  return new Promise<string>((resolve) => {
    const socket = connect(proxy.port, '127.0.0.1');
    const auth = Buffer.from(login).toString('base64');
    socket.write(
      `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nProxy-Authorization: Basic ${auth}\r\n\r\n`,
    );
    let text = '';
    socket.setEncoding('latin1').on('data', (piece) => {
      const isFirst = text === '';
      text += piece;
      if (isFirst && text.startsWith('HTTP/1.1 200')) {
        socket.write('GET /inside HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      }
    });
    socket.on('close', () => resolve(text));
  });
}

const site = async () =>
  kept(
    await startSite((asked, answer) => {
      asked.pipe(answer.setHeader('x-path', asked.url ?? ''), { end: false });
      asked.on('end', () => answer.end(`${asked.method} ${asked.url}`));
    }),
  );

/** A server that sends these bytes for an answer. */
async function rawSite(answer: string): Promise<{ readonly origin: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(Buffer.from(answer, 'latin1')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  kept({ close: () => new Promise((resolve) => server.close(resolve)) });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('what a page of a private host loads', () => {
  it('is sent on as it is', async () => {
    const { origin, requests } = await site();
    const proxy = await proxyFor(origin);
    const sent = await get(proxy, `${origin}/a?b`, {
      method: 'POST',
      headers: { 'x-own': 'Yes', connection: 'keep-alive' },
    });
    expect(sent).toEqual({ status: 200, text: 'sentPOST /a?b' });
    expect(requests[0]?.headers).toMatchObject({ 'x-own': 'Yes' });
    expect(requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('goes through a tunnel too', async () => {
    const { origin, port } = await site();
    const proxy = await proxyFor(origin);
    expect(await tunnel(proxy, `127.0.0.1:${port}`)).toContain('GET /inside');
  });

  it('never comes from a metadata service, nor from a public name that leads to a private address', async () => {
    const { origin, port } = await site();
    const proxy = await proxyFor(origin);
    expect((await get(proxy, 'http://169.254.169.254/latest')).status).toBe(403);
    expect((await get(proxy, `http://shop.example.com:${port}/`)).status).toBe(502);
  });
});

describe('what a public page loads', () => {
  it.each([
    ['this computer', (port: number) => `http://127.0.0.1:${port}/`, 403],
    ['this computer by another form', (port: number) => `http://2130706433:${port}/`, 403],
    ['this computer by its name', (port: number) => `http://localhost:${port}/`, 403],
    [
      'a name that leads to this computer',
      (port: number) => `http://cdn.example.com:${port}/`,
      502,
    ],
  ])('is not %s', async (_what, urlOf, status) => {
    const { port, requests } = await site();
    const proxy = await proxyFor('https://shop.example.com/');
    expect((await get(proxy, urlOf(port))).status).toBe(status);
    expect(requests).toHaveLength(0);
  });

  it.each([
    ['127.0.0.1', '403'],
    ['[::1]', '403'],
    ['printer.local', '403'],
    ['cdn.example.com', '502'],
  ])('is nothing through a tunnel to %s', async (host, status) => {
    const { port, requests } = await site();
    const proxy = await proxyFor('https://shop.example.com/');
    expect(await tunnel(proxy, `${host}:${port}`)).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
    expect(requests).toHaveLength(0);
  });

  it('may be private where the job allows it', async () => {
    const { port } = await site();
    const proxy = await proxyFor('https://shop.example.com/', { allowPrivate: true });
    expect((await get(proxy, `http://cdn.example.com:${port}/x`)).text).toBe('GET /x');
  });
});

describe('the proxy of rendered pages', () => {
  it('refuses requests without its password', async () => {
    const { origin, port, requests } = await site();
    const proxy = await proxyFor(origin);
    expect((await get(proxy, `${origin}/`, { login: 'trawl:guess' })).status).toBe(407);
    expect(await tunnel(proxy, `127.0.0.1:${port}`, 'trawl:guess')).toMatch(/^HTTP\/1.1 407/);
    expect(requests).toHaveLength(0);
  });

  it('sends what it may through the proxies of the run', async () => {
    const { origin, port } = await site();
    const upstream = kept(await startHttpProxy({ login: 'ann:secret' }));
    const proxies = [`http://ann:secret@127.0.0.1:${upstream.port}`];
    const proxy = await proxyFor(origin, { proxies });
    expect((await get(proxy, `${origin}/plain`)).text).toBe('GET /plain');
    expect(await tunnel(proxy, `127.0.0.1:${port}`)).toContain('GET /inside');
    expect(upstream.asked).toEqual([`GET ${origin}/plain`, `CONNECT 127.0.0.1:${port}`]);
  });

  it.each([
    ['a control character beside the status', 'HTTP/1.1 200 O\x01K\r\n'],
    ['a control character in a header', 'HTTP/1.1 200 OK\r\nX-Odd: a\x01b\r\n'],
    [
      'a length beside chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n',
    ],
  ])('sends on an answer with %s', async (_what, head) => {
    const body = head.includes('chunked') ? '4\r\nfour\r\n0\r\n\r\n' : 'four';
    const { origin } = await rawSite(`${head}Connection: close\r\n\r\n${body}`);
    const proxy = await proxyFor(origin);
    expect(await get(proxy, `${origin}/`)).toEqual({ status: 200, text: 'four' });
  });

  it('drops an answer whose status is none, and goes on', async () => {
    const { origin } = await rawSite('HTTP/1.1 099 No\r\nConnection: close\r\n\r\n');
    const { origin: good } = await site();
    const proxy = await proxyFor(origin);
    const refused = await get(proxy, `${origin}/`).then(
      ({ status }) => status,
      () => 0,
    );
    expect([0, 502]).toContain(refused);
    expect((await get(proxy, `${good}/x`)).text).toBe('GET /x');
  });

  it('ends every connection with the run', async () => {
    const silent = kept(await startSite(() => undefined));
    const proxy = await proxyFor(silent.origin);
    const open = get(proxy, `${silent.origin}/`).catch((error: Error) => error.message);
    const inside = tunnel(proxy, `127.0.0.1:${silent.port}`);
    await expect.poll(() => silent.requests.length).toBe(2);
    await proxy.close();
    expect(await open).toMatch(/hang up|ECONNRESET/);
    expect(await inside).toMatch(/^HTTP\/1.1 200/);
  });
});

describe('the cookies of rendered pages', () => {
  const cookie: BrowserCookie = {
    name: 'cart',
    value: 'schön',
    domain: 'shop.example.com',
    hostOnly: true,
    path: '/',
    secure: false,
    httpOnly: true,
    sameSite: 'lax',
    expiresSeconds: null,
  };

  function mirrored() {
    const { session } = kept(openSession({}));
    const { cookies } = session.browserSide;
    if (cookies === null) throw new Error('no cookies');
    return { jar: cookies, mirror: new MirroredCookies(cookies) };
  }

  it('go from the run to the browser once, and again when they change', () => {
    const { jar, mirror } = mirrored();
    jar.takeFromBrowser([{ cookie, removed: false }]);
    expect(mirror.changesFor('www.example.com')).toEqual([{ cookie, removed: false }]);
    expect(mirror.changesFor('www.example.com')).toEqual([]);
    expect(mirror.changesFor('other.example')).toEqual([]);
    const changed = { ...cookie, value: 'new' };
    jar.takeFromBrowser([{ cookie: changed, removed: false }]);
    expect(mirror.changesFor('www.example.com')).toEqual([{ cookie: changed, removed: false }]);
    jar.takeFromBrowser([{ cookie: changed, removed: true }]);
    expect(mirror.changesFor('www.example.com')).toEqual([{ cookie: changed, removed: true }]);
  });

  it('come from the browser into the run, and do not go back', () => {
    const { jar, mirror } = mirrored();
    mirror.took([{ cookie, removed: false }]);
    expect(jar.forBrowser('shop.example.com')).toEqual([cookie]);
    expect(mirror.changesFor('shop.example.com')).toEqual([]);
  });

  it('are refused as those of answers are', () => {
    const { jar, mirror } = mirrored();
    mirror.took([
      { cookie: { ...cookie, domain: 'co.uk', hostOnly: false }, removed: false },
      { cookie: { ...cookie, value: 'x'.repeat(4_097) }, removed: false },
    ]);
    expect(jar.forBrowser('co.uk')).toEqual([]);
    expect(jar.forBrowser('shop.example.com')).toEqual([]);
  });
});
