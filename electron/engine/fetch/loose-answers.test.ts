import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import * as zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultOptions } from '#shared/job/defaults.ts';
import type { Fetcher } from '../ports/fetcher.ts';
import { createFetcher } from './create-fetcher.ts';

/* Answers that violate the standards and that Chromium 156 accepts, as a test with it showed. */

const html = '<h1>Page</h1>'; // 13 bytes
const ok = 'HTTP/1.1 200 OK\r\n';
const typed = `${ok}Content-Type: text/html\r\n`;
const chunked = `${typed}Transfer-Encoding: chunked\r\n\r\n`;
const sized = `Content-Length: 13\r\n\r\n${html}`;
const packed = zlib.gzipSync(html);
const flushed = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
const coded = (coding: string, body: Uint8Array | string): Buffer =>
  Buffer.concat([
    Buffer.from(`${typed}Content-Encoding: ${coding}\r\nConnection: close\r\n\r\n`),
    Buffer.from(body),
  ]);

const answers: Readonly<Record<string, string | Buffer>> = {
  'blanks behind a chunk size': `${chunked}d   \r\n${html}\r\n0\r\n\r\n`,
  'bare line feeds in chunks': `${chunked}d\n${html}\n0\n\n`,
  'a chunk extension': `${chunked}d ; a=b\r\n${html}\r\n0\r\n\r\n`,
  'zeros before a chunk size': `${chunked}00000000000000000000d\r\n${html}\r\n0\r\n\r\n`,
  'no empty line behind the last chunk': `${chunked}d\r\n${html}\r\n0\r\n`,
  'no last chunk': `${chunked}d\r\n${html}\r\n`,
  'HTTP/2 in words': `HTTP/2 200\r\n${sized}`,
  'HTTP without a version': `HTTP 200 OK\r\n${sized}`,
  'no status': `HTTP/1.1 OK\r\n${sized}`,
  'a line without a colon': `${typed}P3P policy\r\n${sized}`,
  'a line without a name': `${typed}: empty\r\n${sized}`,
  'a first line that goes on': `${ok} folded\r\n${sized}`,
  'a length with a sign': `${typed}Content-Length: +13\r\n\r\n${html}`,
  'a negative length': `${typed}Content-Length: -13\r\n\r\n${html}`,
  'a length in words': `${typed}Content-Length: 13 bytes\r\n\r\n${html}`,
  'a length beyond numbers': `${typed}Content-Length: 99999999999999999999\r\n\r\n${html}`,
  'gzip without its trailer': coded('gzip', packed.subarray(0, -8)),
  'gzip with half of its trailer': coded('gzip', packed.subarray(0, -4)),
  'gzip, flushed and not ended': coded(
    'gzip',
    Buffer.concat([packed.subarray(0, 10), zlib.deflateRawSync(html, flushed)]),
  ),
  'deflate, flushed and not ended': coded('deflate', zlib.deflateSync(html, flushed)),
  'deflate without its checksum': coded('deflate', zlib.deflateSync(html).subarray(0, -4)),
  ...Object.fromEntries(
    ['UTF-8', 'binary', 'null', 'text/html', '8bit', 'aws-chunked', 'gzip-not'].map((coding) => [
      `a Content-Encoding of ${coding}`,
      coded(coding, html),
    ]),
  ),
};

/** Answers that declare more than they contain. */
const cut: Readonly<Record<string, string>> = {
  'half a chunk': `${chunked}e\r\n${html}`,
  'no chunk': chunked,
  'half a chunk size': `${chunked}d\r\n${html}\r\n1`,
};

let server: Server;
let fetcher: ReturnType<typeof createFetcher>;
const heads: string[] = [];
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      const head = bytes.toString('latin1');
      heads.push(head);
      const name = decodeURIComponent(head.split(' ')[1]?.slice(1) ?? '');
      socket.end(Buffer.from(answers[name] ?? cut[name] ?? `${typed}${sized}`));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  fetcher = createFetcher();
});
afterAll(async () => {
  await fetcher.close();
  server.close();
});

const ask = (of: Fetcher, name: string, headers: Readonly<Record<string, string>> = {}) =>
  of.fetch(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/${encodeURIComponent(name)}`,
    { timeoutMs: 10_000, maxBytes: 100_000, headers },
    new AbortController().signal,
  );
/** In a new run, which has no data about the host. */
const get = async (name: string, headers: Readonly<Record<string, string>> = {}) => {
  const session = fetcher.session({ options: defaultOptions });
  return ask(session, name, headers).finally(() => session.close());
};

describe('an answer as browsers take it', () => {
  it.each(Object.keys(answers))('%s', async (name) => {
    const outcome = await get(name);
    if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
    expect(Buffer.from(outcome.page.body).toString()).toBe(html);
  });
});

describe('an answer in chunks', () => {
  it('is a page without the last one, where it ends so twice, and says so', async () => {
    heads.length = 0;
    const outcome = await get('no last chunk');
    if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
    expect(Buffer.from(outcome.page.body).toString()).toBe(html);
    expect(outcome.page.trace.notes).toEqual(['UNENDED']);
    expect(heads).toHaveLength(2);
  });

  it.each(['half a chunk', 'no chunk', 'half a chunk size'])('is none with %s', async (name) => {
    const outcome = await get(name);
    expect(outcome.kind === 'failed' && outcome.failure.code).toBe('TRUNCATED');
  });
});

describe('a host that needs the lenient reader', () => {
  it.each([
    ['a length with a sign', [2, 1, 1]],
    // A single answer that seems cut short may be an accident.
    ['no empty line behind the last chunk', [2, 2, 1]],
    // An answer that ends like this twice is accepted, so that each page needs two requests.
    ['no last chunk', [2, 2, 2]],
  ])('is remembered for its run: %s', async (name, requests) => {
    const session = fetcher.session({ options: defaultOptions });
    for (const count of requests) {
      heads.length = 0;
      const outcome = await ask(session, name);
      expect(outcome.kind).toBe('page');
      expect(heads).toHaveLength(count);
    }
    await session.close();
  });

  it('is asked twice all the same where its answer ends without the last chunk', async () => {
    const session = fetcher.session({ options: defaultOptions });
    await ask(session, 'a length with a sign');
    heads.length = 0;
    const outcome = await ask(session, 'no last chunk');
    expect(outcome.kind === 'page' && outcome.page.trace.notes).toEqual(['UNENDED']);
    expect(heads).toHaveLength(2);
    await session.close();
  });
});

describe('the headers of a request', () => {
  it('stand in the order of browsers, and those that are empty are left out', async () => {
    heads.length = 0;
    const given = { 'user-agent': 'Me', accept: 'text/html', 'accept-language': '', 'x-own': '1' };
    await get('headers', given);
    await get('headers', { ...given, 'accept-encoding': '', 'user-agent': '' });
    const names = heads.map((head) =>
      head
        .split('\r\n')
        .slice(1)
        .flatMap((line) => line.split(':', 1).filter((name) => name !== '')),
    );
    expect(names).toEqual([
      ['host', 'connection', 'user-agent', 'accept', 'accept-encoding', 'x-own'],
      ['host', 'connection', 'accept', 'x-own'],
    ]);
  });
});
