import { createServer } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import type { FetchOutcome, FetchRules } from '../ports/fetcher.ts';
import { createFetcher } from './create-fetcher.ts';

const rules: FetchRules = {
  timeoutMs: 5000,
  maxBytes: 1_000_000,
  headers: { 'user-agent': 'test' },
};
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

function fetcher(options?: Parameters<typeof createFetcher>[0]) {
  const made = createFetcher(options);
  closers.push(() => made.close());
  return made;
}

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(done));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers every request with these bytes and then acts as `then` says. */
function raw(answer: string | Uint8Array, then: 'end' | 'reset' | 'hold' = 'end'): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => {
      socket.write(answer, () => {
        if (then === 'end') socket.end();
        if (then === 'reset') setImmediate(() => socket.resetAndDestroy());
      });
    });
  });
  return listen(server);
}

function get(url: string, change: Partial<FetchRules> = {}, signal = new AbortController().signal) {
  return fetcher().fetch(url, { ...rules, ...change }, signal);
}

function text(outcome: FetchOutcome): string {
  if (outcome.kind !== 'page') throw new Error(`no page: ${outcome.failure.message}`);
  return Buffer.from(outcome.page.body).toString('utf8');
}

function code(outcome: FetchOutcome): string {
  return outcome.kind === 'failed' ? outcome.failure.code : 'page';
}

const ok = (headers: string, body: string) => `HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`;

describe('the headers of an answer', () => {
  const lines = 'Server: one\r\nX-Tag: 1\r\nContent-Type: text/html\r\nx-tag: 2\r\n';

  it('are all in the trace, in their order', async () => {
    const before = Date.now();
    const outcome = await get(await raw(ok(`${lines}Content-Length: 2`, 'ab')));
    const { trace } = outcome.kind === 'page' ? outcome.page : outcome;
    expect(trace.headers).toBe(`${lines}Content-Length: 2\r\n`);
    expect(trace.answeredAtMs).toBeGreaterThanOrEqual(before - 1);
    expect(trace.answeredAtMs).toBeLessThanOrEqual(Date.now());
  });

  it('are there when the status is an error, or only the lenient reader takes the answer', async () => {
    const refused = await get(await raw(`HTTP/1.1 404 Not Found\r\n${lines}\r\n`));
    expect(refused).toMatchObject({ kind: 'failed', trace: { headers: lines } });
    const loose = await get(await raw(`HTTP/1.1 200 OK\n${lines.replaceAll('\r', '')}\nab`));
    expect(loose).toMatchObject({
      kind: 'page',
      page: {
        trace: { headers: 'server: one\r\nx-tag: 1\r\nx-tag: 2\r\ncontent-type: text/html\r\n' },
      },
    });
  });
});

describe('redirects', () => {
  it('are walked hop by hop, keep the fragment, and are told in the trace', async () => {
    const url = await listen(
      createServer((request, response) => {
        if (request.url === '/a') response.writeHead(301, { location: 'b?q=1' }).end();
        else if (request.url === '/b?q=1')
          response.writeHead(302, { location: '/c d' }).end('moved');
        else response.end(`at ${request.url}`);
      }),
    );
    const outcome = await get(`${url}/a#part`);
    expect(text(outcome)).toBe('at /c%20d');
    if (outcome.kind !== 'page') return;
    expect(outcome.page.trace.finalUrl).toBe(`${url}/c%20d#part`);
    expect(outcome.page.trace.redirects.map((hop) => hop.status)).toEqual([301, 302]);
  });

  it('end after 20, with the loop named', async () => {
    let requests = 0;
    const url = await listen(
      createServer((_request, response) => {
        requests += 1;
        response.writeHead(302, { location: '/' }).end();
      }),
    );
    expect(code(await get(url))).toBe('REDIRECT_LOOP');
    expect(requests).toBe(21);
  });

  it('to another scheme are refused, and without Location are the page', async () => {
    expect(
      code(await get(await raw('HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n'))),
    ).toBe('REDIRECT_REFUSED');
    expect(text(await get(await raw('HTTP/1.1 302 Found\r\nContent-Length: 4\r\n\r\nhere')))).toBe(
      'here',
    );
  });

  it('carry no secrets to another origin', async () => {
    const seen: Record<string, unknown>[] = [];
    const target = await listen(
      createServer((request, response) => {
        seen.push({ ...request.headers });
        response.end('ok');
      }),
    );
    const start = await listen(
      createServer((request, response) => {
        seen.push({ ...request.headers });
        response.writeHead(307, { location: `${target}/` }).end();
      }),
    );
    const headers = {
      'user-agent': 'test',
      authorization: 'Bearer s',
      cookie: 'a=1',
      'x-api-key': 'k',
    };
    await get(start, { headers });
    expect(seen[0]).toMatchObject({ authorization: 'Bearer s', cookie: 'a=1', 'x-api-key': 'k' });
    expect(seen[1]).toMatchObject({ 'user-agent': 'test' });
    expect(Object.keys(seen[1] ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/authorization|cookie|x-api-key/)]),
    );
  });

  it('are asked about before they are followed, one by one', async () => {
    const asked: string[] = [];
    const mayFollow = (from: string, to: string) => {
      asked.push(`${new URL(from).pathname} -> ${new URL(to).pathname}`);
      return to.endsWith('/c') ? failure('ROBOTS', 'no') : Promise.resolve(null);
    };
    const requests: string[] = [];
    const url = await listen(
      createServer((request, response) => {
        requests.push(request.url ?? '');
        const location = { '/a': '/b', '/b': '/c' }[request.url ?? ''] ?? 'http://10.0.0.1/';
        response.writeHead(302, { location }).end();
      }),
    );
    const outcome = await get(`${url}/a`, { mayFollow });
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: 'ROBOTS' },
      trace: { status: 302, finalUrl: `${url}/b`, redirects: [{ to: `${url}/b` }] },
    });
    expect(asked).toEqual(['/a -> /b', '/b -> /c']);
    expect(requests).toEqual(['/a', '/b']);
  });

  it('wait for that answer no longer than the page may take, and not at all when aborted', async () => {
    const url = await listen(
      createServer((_request, response) => response.writeHead(302, { location: '/b' }).end()),
    );
    const waits = { mayFollow: () => new Promise<null>(() => undefined) };
    expect(code(await get(url, { ...waits, timeoutMs: 300 }))).toBe('TOTAL_TIMEOUT');
    const abort = new AbortController();
    const mayFollow = () => {
      setImmediate(() => abort.abort(new Error('no more')));
      return waits.mayFollow();
    };
    await expect(get(url, { mayFollow }, abort.signal)).rejects.toThrow('no more');
  });

  it('hide a login that stands in the URL', async () => {
    let authorization: string | undefined;
    const url = await listen(
      createServer((request, response) => {
        authorization = request.headers.authorization;
        response.end('ok');
      }),
    );
    const outcome = await get(url.replace('http://', 'http://me:p%40ss@'));
    expect(authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    expect(outcome.kind === 'page' && outcome.page.trace.finalUrl).toBe(`${url}/`);
  });
});

describe('content codings', () => {
  const page = '<h1>Trawl</h1>'.repeat(3000);
  const coded = (encoding: string, body: Uint8Array) =>
    raw(
      Buffer.concat([
        Buffer.from(
          `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.byteLength}\r\n\r\n`,
        ),
        body,
      ]),
    );

  it.each([
    ['gzip', gzipSync(page)],
    ['x-gzip', gzipSync(page)],
    ['deflate', deflateSync(page)],
    ['deflate', deflateRawSync(page)],
    ['br', brotliCompressSync(page)],
    ['gzip, br', brotliCompressSync(gzipSync(page))],
    ['gzip', Buffer.concat([gzipSync(page.slice(0, 100)), gzipSync(page.slice(100))])],
    ['gzip', Buffer.concat([gzipSync(page), Buffer.from('garbage')])],
    ['gzip', Buffer.from(page)],
    ['identity', Buffer.from(page)],
  ])('undoes %s', async (encoding, body) => {
    expect(text(await get(await coded(encoding, body)))).toBe(page);
  });

  it.each([
    ['gzip', gzipSync(page).subarray(0, -20), 'TRUNCATED'],
    ['br', brotliCompressSync(page).subarray(0, -20), 'TRUNCATED'],
    ['compress', Buffer.from('x'), 'BAD_ENCODING'],
    ['gzip,gzip,gzip,gzip,gzip,gzip', gzipSync(page), 'BAD_ENCODING'],
    ['gzip', gzipSync(Buffer.alloc(20_000_000)), 'TOO_LARGE'],
    ['deflate', deflateSync(Buffer.alloc(20_000_000)), 'TOO_LARGE'],
    ['br', brotliCompressSync(Buffer.alloc(20_000_000)), 'TOO_LARGE'],
  ])('names what is wrong with %s', async (encoding, body, expected) => {
    expect(code(await get(await coded(encoding, body)))).toBe(expected);
  });

  it('survives gzip with Connection: close under load (nodejs/undici#5360)', async () => {
    const body = gzipSync(Buffer.from(page.repeat(5)));
    const url = await listen(
      createServer((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', connection: 'close' }).end(body);
      }),
    );
    const one = fetcher();
    let done = 0;
    for (let round = 0; round < 10; round += 1) {
      const outcomes = await Promise.all(
        Array.from({ length: 64 }, () => one.fetch(url, rules, new AbortController().signal)),
      );
      done += outcomes.filter((outcome) => outcome.kind === 'page').length;
    }
    expect(done).toBe(640);
  });
});

describe('waiting', () => {
  it('tells headers that never come from a body that pauses', async () => {
    expect(code(await get(await raw('', 'hold'), { timeoutMs: 200 }))).toBe('HEADERS_TIMEOUT');
    expect(
      code(await get(await raw(ok('Content-Length: 9', 'abc'), 'hold'), { timeoutMs: 200 })),
    ).toBe('BODY_TIMEOUT');
  });

  it('ends a drip at the total deadline, each chunk in time or not', async () => {
    const url = await listen(
      createServer((_request, response) => {
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(drip));
      }),
    );
    expect(code(await get(url, { timeoutMs: 300 }))).toBe('TOTAL_TIMEOUT');
  });

  it('stops an endless body at the size limit', async () => {
    const url = await listen(
      createServer((_request, response) => {
        const block = Buffer.alloc(65_536, 'x');
        const pump = (): void => {
          while (!response.destroyed && response.write(block));
        };
        response.on('drain', pump);
        pump();
      }),
    );
    expect(code(await get(url))).toBe('TOO_LARGE');
  });

  it('rejects at once when it is aborted, with the reason', async () => {
    const url = await raw('', 'hold');
    const controller = new AbortController();
    const fetching = get(url, {}, controller.signal);
    controller.abort(new Error('stop'));
    await expect(fetching).rejects.toThrow('stop');
  });
});

describe('framing', () => {
  it.each([
    ['a body cut short', ok('Content-Length: 100', 'short'), 'TRUNCATED'],
    ['a chunked body cut short', ok('Transfer-Encoding: chunked', '5\r\nhel'), 'TRUNCATED'],
    ['no answer at all', '', 'EMPTY_REPLY'],
    ['a bad chunk size', ok('Transfer-Encoding: chunked', 'zz\r\nhello\r\n0\r\n\r\n'), 'PROTOCOL'],
    ['a junk Content-Length', ok('Content-Length: abc', 'hello'), 'page'],
    ['two lengths that differ', ok('Content-Length: 3\r\nContent-Length: 5', 'hello'), 'PROTOCOL'],
    ['no HTTP', 'hello there\r\n\r\n', 'PROTOCOL'],
    ['a longer body than announced', ok('Content-Length: 2', 'okXXXX'), 'page'],
    [
      'a 1xx before the answer',
      `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${ok('Content-Length: 2', 'ok')}`,
      'page',
    ],
    ['an odd status', 'HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok', 'page'],
  ])('%s', async (_name, answer, expected) => {
    expect(code(await get(await raw(answer)))).toBe(expected);
  });

  it('names a reset in the middle', async () => {
    expect(code(await get(await raw(ok('Content-Length: 100', 'short'), 'reset')))).toMatch(
      /CONNECTION_RESET|TRUNCATED/,
    );
  });

  it('takes a header block of 20 KiB', async () => {
    expect(
      text(await get(await raw(ok(`X-Long: ${'x'.repeat(20_000)}\r\nContent-Length: 2`, 'ok')))),
    ).toBe('ok');
  });
});

describe('answers and hosts that refuse', () => {
  it.each([
    [404, 'HTTP_404', false],
    [418, 'HTTP_4XX', false],
    [429, 'HTTP_429', true],
    [500, 'HTTP_5XX', true],
    [503, 'HTTP_503', true],
  ])('%i is %s', async (status, expected, retryable) => {
    const outcome = await get(
      await raw(`HTTP/1.1 ${status} X\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n`),
    );
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: expected, retryable, retryAfterMs: 7000 },
      trace: { status },
    });
  });

  it('names a refused connection', async () => {
    const url = await raw('');
    await closers.pop()?.();
    expect(code(await get(url))).toBe('CONNECTION_REFUSED');
  });

  it('names a host that does not exist, and one whose look-up hangs', async () => {
    const signal = new AbortController().signal;
    const missing = fetcher({
      lookup: (_host, _options, callback) =>
        callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), '', 0),
    });
    expect(code(await missing.fetch('http://nowhere.invalid/', rules, signal))).toBe(
      'DNS_NOT_FOUND',
    );
    const hanging = fetcher({
      lookup: (_host, _options, callback) =>
        callback(Object.assign(new Error('slow'), { code: 'DNS_TIMEOUT' }), '', 0),
    });
    expect(code(await hanging.fetch('http://slow.invalid/', rules, signal))).toBe('DNS_TIMEOUT');
  });
});
