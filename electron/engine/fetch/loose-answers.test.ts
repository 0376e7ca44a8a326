import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import * as zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fetcher } from '../ports.ts';
import { createFetcher } from './create-fetcher.ts';

/* Answers that the standards do not allow and Chromium takes: asked of Chromium 156. */

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

let server: Server;
let fetcher: Fetcher;
const heads: string[] = [];
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      const head = bytes.toString('latin1');
      heads.push(head);
      const name = decodeURIComponent(head.split(' ')[1]?.slice(1) ?? '');
      socket.end(Buffer.from(answers[name] ?? `${typed}${sized}`));
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

const get = (name: string, headers: Readonly<Record<string, string>> = {}) =>
  fetcher.fetch(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/${encodeURIComponent(name)}`,
    { timeoutMs: 10_000, maxBytes: 100_000, headers },
    new AbortController().signal,
  );

describe('an answer as browsers take it', () => {
  it.each(Object.keys(answers))('%s', async (name) => {
    const outcome = await get(name);
    if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
    expect(Buffer.from(outcome.page.body).toString()).toBe(html);
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
