import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetcher } from '#engine/fetch/create-fetcher.ts';
import { defaultOptions } from '#shared/job/defaults.ts';
import { startHttpProxy } from '../proxies/http-proxy.ts';
import { codeOf, never, openSession, rules, textOf } from './session.ts';
import { startSite } from './site.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
function kept<T extends { close(): Promise<unknown> }>(thing: T): T {
  closers.push(() => thing.close());
  return thing;
}

const redirects = async () =>
  kept(
    await startSite((request, response) => {
      const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
      if (to === null) response.end('secret');
      else response.writeHead(302, { location: to }).end();
    }),
  );

/** An address that is neither private nor in use on the internet (IANA: 4000::/3 is not assigned). */
const unroutable = '4000::1';

/** Resolves names to the given answers; the requested names are returned in `asked`. */
function names(answers: Readonly<Record<string, readonly (readonly string[])[]>>) {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, options, callback) => {
    const turns = answers[host] ?? [];
    const turn = asked.filter((name) => name === host).length;
    asked.push(host);
    const found: LookupAddress[] = (turns[Math.min(turn, turns.length - 1)] ?? []).map(
      (address) => ({ address, family: address.includes(':') ? 6 : 4 }),
    );
    const [first = { address: '', family: 0 }] = found;
    if (options.all === true) callback(null, found);
    else callback(null, first.address, first.family);
  };
  return { lookup, asked };
}

describe('a public name', () => {
  it.each([
    ['127.0.0.1'],
    ['10.0.0.1'],
    ['169.254.0.1'],
    ['100.64.0.1'],
    ['224.0.0.1'],
    ['0.0.0.0'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['64:ff9b::7f00:1'],
    ['fd00::1'],
    ['fe80::1'],
  ])('that leads to %s is refused before a byte is sent', async (address) => {
    const site = await redirects();
    const { lookup } = names({ 'a.example.com': [[address]] });
    const { get } = kept(openSession({}, { lookup }));
    const outcome = await get(`http://a.example.com:${site.port}/`);
    expect(outcome).toMatchObject({
      failure: {
        code: 'REFUSED_ADDRESS',
        retryable: false,
        message: expect.stringContaining(address),
      },
      trace: { status: null },
    });
    expect(site.requests).toEqual([]);
  });

  it('is fetched where the job allows private addresses', async () => {
    const site = await redirects();
    const { lookup } = names({ 'a.example.com': [['127.0.0.1']] });
    const { get } = kept(openSession({ options: { allowPrivate: true } }, { lookup }));
    expect(textOf(await get(`http://a.example.com:${site.port}/`))).toBe('secret');
  });

  it('that resolves differently the second time gains nothing', async () => {
    const site = await redirects();
    const { lookup, asked } = names({ 'rebind.example.com': [[unroutable], ['127.0.0.1']] });
    const { get } = kept(openSession({}, { lookup, connectTimeoutMs: 300 }));
    const url = `http://rebind.example.com:${site.port}/`;
    expect(codeOf(await get(url))).toMatch(/UNREACHABLE|TIMEOUT/);
    expect(codeOf(await get(url))).toBe('REFUSED_ADDRESS');
    expect(asked.length).toBeGreaterThan(1);
    expect(site.requests).toEqual([]);
  });

  it('is connected to at its public addresses alone, where it has both', async () => {
    const site = await redirects();
    const { lookup } = names({ 'both.example.com': [['127.0.0.1', unroutable]] });
    const { get } = kept(openSession({}, { lookup, connectTimeoutMs: 300 }));
    expect(codeOf(await get(`http://both.example.com:${site.port}/`))).toMatch(
      /UNREACHABLE|TIMEOUT/,
    );
    expect(site.requests).toEqual([]);
  });
});

describe('what a person typed', () => {
  it.each([
    '127.0.0.1',
    'localhost',
    'intranet',
    'nas.lan',
    'wiki.internal',
    'box.home.arpa',
    'pi.local',
  ])('%s is fetched, and may lead to others of its kind', async (host) => {
    const site = await redirects();
    const { lookup } = names({
      [host]: [['127.0.0.1']],
      'other.lan': [['127.0.0.1']],
    });
    const { get } = kept(openSession({}, { lookup }));
    const url = `http://${host}:${site.port}/?to=http://other.lan:${site.port}/`;
    expect(textOf(await get(url))).toBe('secret');
  });

  it('is what counts, however it is written', async () => {
    const site = await redirects();
    const { get } = kept(openSession({}));
    expect(textOf(await get(`http://2130706433:${site.port}/`))).toBe('secret');
    expect(textOf(await get(`http://0177.0.0.1:${site.port}/`))).toBe('secret');
  });
});

describe('a redirect', () => {
  /** Looks like a public site: behind a proxy, the proxy is responsible for its address. */
  const publicSite = async () => {
    const site = await redirects();
    const proxy = kept(await startHttpProxy({ leadsTo: site.port }));
    const options = { proxies: [`http://127.0.0.1:${proxy.port}`] };
    return { site, ...kept(openSession({ options })) };
  };

  it.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.0.0.1',
    'http://0177.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[64:ff9b::127.0.0.1]',
    'http://localhost',
    'http://nas.lan',
    'http://intranet',
    'http://169.254.169.254',
    'http://metadata.google.internal',
  ])('from a public name to %s is refused', async (target) => {
    const { site, get } = await publicSite();
    const outcome = await get(`http://a.example.com:8080/?to=${target}:${site.port}/`);
    expect(outcome).toMatchObject({ failure: { code: 'REFUSED_ADDRESS' } });
    expect(site.requests).toHaveLength(1);
  });

  it('that has been on a public host does not come back, on an open connection neither', async () => {
    const site = await redirects();
    const { lookup } = names({
      'nas.lan': [['127.0.0.1']],
      'a.example.com': [['127.0.0.1']],
    });
    const session = kept(openSession({}, { lookup }));
    const nas = `http://nas.lan:${site.port}`;
    expect(textOf(await session.get(`${nas}/`))).toBe('secret');
    const outcome = await session.get(`${nas}/?to=http://a.example.com:${site.port}/?to=${nas}/`);
    expect(codeOf(outcome)).toBe('REFUSED_ADDRESS');
    expect(site.requests).toHaveLength(2);
  });

  it('reaches no more for a file that is read on its way', async () => {
    const site = await redirects();
    const { get } = kept(openSession({}));
    const [open, shut] = ['http://localhost/a', 'http://shop.example.com/a'];
    const robots = `${site.origin}/robots.txt`;
    expect(codeOf(await get(robots, { ledBy: open }))).toBe('page');
    expect(codeOf(await get(robots, { ledBy: shut }))).toBe('REFUSED_ADDRESS');
    expect(site.requests).toHaveLength(1);
    const asked: string[] = [];
    const mayFollow = (_from: string, to: string) => {
      asked.push(to);
      return null;
    };
    const from = `http://shop.example.com:${site.port}/?to=${site.origin}/`;
    const proxy = kept(await startHttpProxy());
    const options = { proxies: [`http://127.0.0.1:${proxy.port}`] };
    const outcome = await kept(openSession({ options })).get(from, { mayFollow });
    expect(codeOf(outcome)).toBe('REFUSED_ADDRESS');
    expect(asked).toEqual([]);
  });

  it('or a name gets no connection that another run was allowed to open', async () => {
    const site = await redirects();
    const { lookup } = names({ 'a.example.com': [['127.0.0.1']] });
    const fetcher = kept(createFetcher({ lookup }));
    const session = (allowPrivate: boolean) =>
      fetcher.session({ options: { ...defaultOptions, allowPrivate } });
    const [lax, strict] = [session(true), session(false)];
    const url = `http://a.example.com:${site.port}/`;
    expect(codeOf(await lax.fetch(url, rules, never()))).toBe('page');
    // The connection is idle in the pool now.
    expect(site.requests[0]?.socket.destroyed).toBe(false);
    expect(codeOf(await strict.fetch(url, rules, never()))).toBe('REFUSED_ADDRESS');
    expect(site.requests).toHaveLength(1);
  });
});

describe('a metadata service', () => {
  const url = 'http://169.254.169.254:1/latest/';

  it('is refused unless it is typed and allowed', async () => {
    const refused = kept(openSession({}));
    const outcome = await refused.get(url);
    expect(outcome).toMatchObject({
      failure: { code: 'REFUSED_ADDRESS', message: expect.stringContaining('credentials') },
    });
    const allowed = kept(
      openSession({ options: { allowPrivate: true } }, { connectTimeoutMs: 300 }),
    );
    expect(codeOf(await allowed.get(url))).not.toBe('REFUSED_ADDRESS');
  });

  it('is never come upon by a name or a redirect, though private addresses are allowed', async () => {
    const site = await redirects();
    const { lookup } = names({
      'a.example.com': [['169.254.169.254']],
      'b.example.com': [['127.0.0.1']],
      'nas.lan': [['fd00:ec2::254']],
    });
    const { get } = kept(openSession({ options: { allowPrivate: true } }, { lookup }));
    for (const found of [
      'http://a.example.com/',
      'http://nas.lan/',
      `http://b.example.com:${site.port}/?to=${url}`,
      `http://127.0.0.1:${site.port}/?to=http://metadata.google.internal/`,
    ]) {
      expect(codeOf(await get(found))).toBe('REFUSED_ADDRESS');
    }
  });
});
