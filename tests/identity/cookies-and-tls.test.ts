import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { shortened } from '#shared/format.ts';
import {
  expiredCertificate,
  goodCertificate,
  leafKey,
  otherCertificate,
  selfSignedCertificate,
} from '../hostile/certificates.ts';
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

/** Shows the headers that it received; `?set` sets cookies, `?to` redirects. */
const mirror = async (tls?: { key: string; cert: string }) =>
  kept(
    await startSite((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://x');
      const set = searchParams.getAll('set');
      const to = searchParams.get('to');
      response.writeHead(to === null ? 200 : 302, {
        ...(set.length === 0 ? {} : { 'set-cookie': set }),
        ...(to === null ? {} : { location: to }),
      });
      const { cookie = '', authorization = '' } = request.headers;
      response.end(JSON.stringify({ cookie, authorization, key: request.headers['x-api-key'] }));
    }, tls),
  );
const local = { lookup: toThisMachine };
const option = { allowPrivate: true };

describe('cookies of a run', () => {
  it('are sent and set at every hop, each to its own site', async () => {
    const site = await mirror();
    const { get } = kept(openSession({ options: option }, local));
    const [a, b] = [`http://a.example:${site.port}`, `http://b.example:${site.port}`];
    const back = encodeURIComponent(`${a}/end`);
    const other = encodeURIComponent(`${b}/?set=from-b=2&to=${back}`);
    const outcome = await get(`${a}/?set=from-a=1&to=${other}`);
    expect(JSON.parse(textOf(outcome))).toMatchObject({ cookie: 'from-a=1' });
    expect(site.requests.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      undefined,
      'from-a=1',
    ]);
    expect(JSON.parse(textOf(await get(`${b}/`)))).toMatchObject({ cookie: 'from-b=2' });
  });

  it('go out as the bytes that a site has set or a cookies.txt holds, and none spoils its host', async () => {
    const set = Buffer.from('Set-Cookie: place=Zürich\r\nSet-Cookie: bad=a\x7fb\r\n');
    const site = kept(
      await startSite(({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n');
        socket.write(set);
        socket.write('\r\nok');
      }),
    );
    const cookies = '127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tcity\tŁódź\n';
    const { get } = kept(openSession({ secrets: { cookies } }));
    for (let page = 0; page < 3; page += 1) expect(textOf(await get(`${site.origin}/`))).toBe('ok');
    const sent = site.requests.map(({ headers }) =>
      Buffer.from(headers.cookie ?? '', 'latin1').toString('utf8'),
    );
    // A header with such a byte is read only at the second attempt.
    expect(new Set(sent)).toEqual(new Set(['city=Łódź', 'city=Łódź; place=Zürich']));
  });

  it('let a page redirect to itself once its cookie is set, and end a loop', async () => {
    const site = kept(
      await startSite((request, response) => {
        if (request.headers.cookie === undefined) {
          response.writeHead(302, { location: request.url, 'set-cookie': 'seen=1' }).end();
        } else response.end('in');
      }),
    );
    expect(textOf(await kept(openSession({})).get(`${site.origin}/x`))).toBe('in');
    const without = kept(openSession({ options: { cookies: false } }));
    expect(codeOf(await without.get(`${site.origin}/x`))).toBe('REDIRECT_LOOP');
  });

  it('begin with a cookies.txt, and belong to one session alone', async () => {
    const site = await mirror();
    const cookies = `.a.example\tTRUE\t/\tFALSE\t0\tsid\tgiven`;
    const one = kept(openSession({ secrets: { cookies }, options: option }, local));
    const url = `http://www.a.example:${site.port}/`;
    expect(JSON.parse(textOf(await one.get(url)))).toMatchObject({ cookie: 'sid=given' });
    const other = kept(openSession({ options: option }, local));
    expect(JSON.parse(textOf(await other.get(url)))).toMatchObject({ cookie: '' });
  });
});

describe('secrets of a job', () => {
  const headers = { authorization: 'Bearer t0ken-xyz', cookie: 'hand=1', 'x-api-key': 'k3y-abc' };

  it('stay with their origin: Authorization, a Cookie set by hand, headers of its own, a login', async () => {
    const site = await mirror();
    const { get } = kept(openSession({ options: option }, local));
    const [a, b] = [`http://a.example:${site.port}`, `http://b.example:${site.port}`];
    const same = await get(`${a}/?set=hand=2&to=${a}/end`, { headers });
    expect(JSON.parse(textOf(same))).toEqual({
      cookie: 'hand=2',
      authorization: headers.authorization,
      key: headers['x-api-key'],
    });
    const login = { user: 'ann', password: 'pa55' };
    for (const change of [{ headers }, { login }]) {
      const away = await get(`${a}/?to=${b}/end`, change);
      expect(JSON.parse(textOf(away))).toEqual({ cookie: '', authorization: '' });
    }
    const home = await get(`${a}/?to=/end`, { login });
    expect(JSON.parse(textOf(home))).toMatchObject({ authorization: 'Basic YW5uOnBhNTU=' });
  });

  it('stand in no sentence, though the site repeats them', async () => {
    const site = kept(
      await startSite((request, response) =>
        response
          .writeHead(302, { location: `nope:${request.headers.authorization?.split(' ')[1]}` })
          .end(),
      ),
    );
    const location = kept(
      await startSite((request, response) =>
        response.writeHead(302, { location: `http://${request.headers['x-api-key']} x/` }).end(),
      ),
    );
    const page = kept(
      await startSite((request, response) =>
        response.writeHead(403).end(`No: ${request.headers['x-api-key']}`),
      ),
    );
    const { get } = kept(openSession({}));
    for (const { origin } of [site, location, page]) {
      const outcome = await get(`${origin}/`, { headers });
      expect(codeOf(outcome)).toBe(origin === page.origin ? 'HTTP_403' : 'REDIRECT_REFUSED');
      expect(JSON.stringify(outcome, withoutHeaders)).not.toMatch(/t0ken|k3y/);
    }
  });
});

describe('a secret that a site repeats', () => {
  const key = 'k3y-abcdefghijklmnopqrstuvwxyz-0123456789';
  /** Texts of rising length before the key, so that some cut falls inside it, wherever sentences are cut. */
  const paddings = Array.from({ length: 10 }, (_, index) => 'x'.repeat(25 + 35 * index));
  const away = (location: string) => ({ status: 302, headers: { location }, body: '' });

  it.each([
    ['in what it says', (text: string) => ({ status: 403, headers: {}, body: text })],
    ['in where it redirects to', (text: string) => away(`/${text}`)],
    ['in a redirect to nowhere', (text: string) => away(`http://[${text}/`)],
  ])('is not shown where it is cut either: %s', async (_name, answer) => {
    const site = kept(
      await startSite((request, response) => {
        const padding = paddings[Number(request.url?.slice(1))] ?? '';
        const { status, headers, body } = answer(`${padding}${request.headers['x-api-key']}`);
        response.writeHead(status, headers).end(body);
      }),
    );
    const { get } = kept(openSession({}));
    for (const index of paddings.keys()) {
      const outcome = await get(`${site.origin}/${index}`, {
        headers: { 'x-api-key': key },
        mayFollow: (_from, to) => failure('ROBOTS', shortened(to, 300)),
      });
      if (outcome.kind === 'page') throw new Error('a failure was expected');
      expect(outcome.failure.message + (outcome.trace.said ?? '')).not.toContain('k3y-a');
    }
  });
});

describe('a cookie and a login that a site repeats', () => {
  const sid = 'S3ss10n+/"&=0987654321';
  const login = { user: 'ann', password: 'pä ss/w0rd' };
  const token = Buffer.from('ann:pä ss/w0rd').toString('base64');
  const encodings = [
    encodeURIComponent,
    (text: string) => Buffer.from(text).toString('base64'),
    (text: string) => [...text].map((one) => `&#${one.codePointAt(0)};`).join(''),
    (text: string) => JSON.stringify(text).slice(1, -1),
  ];

  it.each([
    ['in a page of an error', (text: string) => ({ status: 404, headers: {}, body: text })],
    [
      'in a redirect to nowhere',
      (text: string) => ({ status: 302, headers: { location: `http://[${text}/` }, body: '' }),
    ],
    [
      'in a redirect that is followed',
      (text: string) => ({ status: 302, headers: { location: `/end?sid=${text}` }, body: '' }),
    ],
  ])('stand nowhere, in whatever encoding: %s', async (_name, answer) => {
    const site = kept(
      await startSite((request, response) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
        if (pathname === '/end') {
          response.end(`<a href="?x">${request.url}</a>`);
          return;
        }
        const encode = encodings[Number(searchParams.get('how'))] ?? encodeURIComponent;
        const set = `sid=${encodeURIComponent(sid)}; Path=/`;
        const what = pathname === '/cookie' ? sid : pathname === '/token' ? token : login.password;
        const { status, headers, body } = answer(encode(what));
        response.writeHead(status, { ...headers, 'set-cookie': set }).end(body);
      }),
    );
    const { get } = kept(openSession({}));
    for (const what of ['cookie', 'token', 'password']) {
      for (const how of encodings.keys()) {
        const outcome = await get(`${site.origin}/${what}?how=${how}`, { login });
        const { trace } = outcome.kind === 'page' ? outcome.page : outcome;
        const shown = JSON.stringify(outcome.kind === 'page' ? trace : outcome, withoutHeaders);
        const secret = what === 'cookie' ? sid : what === 'token' ? token : login.password;
        for (const encode of [...encodings, (text: string) => text]) {
          expect(shown).not.toContain(JSON.stringify(encode(secret)).slice(1, -1));
        }
        expect(shown).toContain('***');
        // The page itself has the requested URL, and its links are resolved against its real address.
        if (outcome.kind === 'page') expect(outcome.page.url).not.toContain('***');
      }
    }
  });
});

describe('wrong certificates', () => {
  it.each([
    ['good.test', goodCertificate, 'page', []],
    ['expired.test', expiredCertificate, 'TLS_EXPIRED', ['TLS_IGNORED']],
    ['self.test', selfSignedCertificate, 'TLS_SELF_SIGNED', ['TLS_IGNORED']],
    ['wrong-host.test', otherCertificate, 'TLS_WRONG_HOST', ['TLS_IGNORED']],
  ])('%s: named, or ignored where the job says so and noted', async (host, cert, code, notes) => {
    const site = await mirror({ key: leafKey, cert });
    const url = `https://${host}:${site.port}/`;
    const strict = kept(openSession({}, local));
    expect(codeOf(await strict.get(url))).toBe(code);
    const lax = kept(openSession({ options: { ignoreTlsErrors: true } }, local));
    for (let count = 0; count < 3; count += 1) {
      const outcome = await lax.get(url);
      expect(outcome).toMatchObject({ kind: 'page', page: { trace: { notes } } });
    }
    // The option of one run does not apply to another run.
    expect(codeOf(await strict.get(url))).toBe(code);
  });

  it('are noted for a page that was led through one', async () => {
    const wrong = await mirror({ key: leafKey, cert: selfSignedCertificate });
    const right = await mirror({ key: leafKey, cert: goodCertificate });
    const { get } = kept(openSession({ options: { ignoreTlsErrors: true } }, local));
    const to = `https://good.test:${right.port}/`;
    const outcome = await get(`https://self.test:${wrong.port}/?to=${to}`);
    expect(outcome).toMatchObject({ page: { trace: { notes: ['TLS_IGNORED'] } } });
  });
});

/** The headers of an answer are neither stored nor shown as they are: see `recordOf`. */
function withoutHeaders(key: string, value: unknown): unknown {
  return key === 'headers' ? undefined : value;
}
