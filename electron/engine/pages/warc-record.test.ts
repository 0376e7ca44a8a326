import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { WARCParser } from 'warcio';
import type { PageToKeep } from '../ports/kept-page.ts';
import { digestOf } from './digest.ts';
import { readRecord } from './read-record.ts';
import { recordOf, warcInfo } from './warc-record.ts';

const url = 'https://shop.example/a?b=1';
const keep: PageToKeep = {
  asked: url,
  secrets: { given: [], cookies: [] },
  status: 200,
  headers: 'Server: one\r\nContent-Type: text/html; charset=utf-8\r\nX-Two: 1\r\nX-Two: 2\r\n',
  answeredAtMs: Date.UTC(2026, 10, 28, 14, 2, 3, 45),
  isRendered: false,
};
const html = Buffer.from('<h1>Größe</h1>\r\n\r\nend');

function made(change: Partial<PageToKeep> = {}, body: Uint8Array = html, at = url) {
  const record = recordOf({ body, url: at, contentType: null }, { ...keep, ...change });
  if (record.kind !== 'record') throw new Error('not kept');
  return record;
}

const textOf = (record: Uint8Array) => gunzipSync(record).toString('latin1');

describe('the record of a page', () => {
  it('gives the page back as it was fetched', async () => {
    const { bytes, digest } = made();
    const page = await readRecord(bytes, digest);
    expect(page).toMatchObject({
      url,
      answeredAtMs: keep.answeredAtMs,
      status: 200,
      headers: keep.headers,
      contentType: 'text/html; charset=utf-8',
      isRendered: false,
    });
    expect(Buffer.from(page.body).equals(html)).toBe(true);
  });

  it('gives a rendered page back, with the answer that it came from', async () => {
    const { bytes, digest } = made({ isRendered: true, status: 203, headers: 'X-Ä: %41\r\n' });
    expect(textOf(bytes)).toContain('WARC-Type: conversion\r\n');
    expect(await readRecord(bytes, digest)).toMatchObject({
      status: 203,
      headers: 'X-Ä: %41\r\n',
      contentType: 'text/html; charset=utf-8',
      isRendered: true,
      body: html,
    });
  });

  it('has a body as it is after its codings, and says how it was sent', async () => {
    const headers = 'Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n';
    const { bytes, digest } = made({ headers });
    expect(textOf(bytes)).toContain(
      'X-Archive-Orig-Content-Encoding: gzip\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n' +
        `X-Archive-Orig-Content-Length: 7\r\nContent-Length: ${html.byteLength}\r\n\r\n<h1>`,
    );
    expect((await readRecord(bytes, digest)).headers).toBe(headers);
  });

  it('is read at once where a header has 60,000 characters', async () => {
    const headers = `X-Long: ${'x'.repeat(60_000)}\r\nContent-Type: text/html\r\n`;
    const { bytes, digest } = made({ headers });
    expect((await readRecord(bytes, digest)).headers).toBe(headers);
  });

  it('holds no cookie, no login, nothing of a proxy, and no secret that the site sends back', () => {
    const secrets = { given: ['s3cret-token'], cookies: ['abc123def456'] };
    const headers =
      'Set-Cookie: sid=fresh\r\nAuthorization: Basic xyz\r\nProxy-Authenticate: Basic\r\n' +
      'X-Echo: you sent s3cret-token\r\nLocation: /?sid=abc123def456&x=1\r\nX-Other: stays\r\n';
    const to = 'https://shop.example/in?sid=abc123def456';
    const text = textOf(made({ secrets, headers }, html, to).bytes);
    expect(text).not.toMatch(/fresh|xyz|Proxy-|s3cret-token|abc123def456/);
    expect(text).toContain('WARC-Target-URI: https://shop.example/in?sid=***\r\n');
    expect(text).toContain('X-Echo: you sent ***\r\nLocation: /?sid=***&x=1\r\nX-Other: stays\r\n');
    const asked = textOf(made({ secrets, asked: to }, html, to).bytes);
    expect(asked).toContain(`WARC-Target-URI: ${to}\r\n`);
  });

  it('holds no cookie that its answer sets, wherever the answer repeats it', () => {
    const headers = 'Set-Cookie: sid=NEWSECRET123456; Path=/\r\nX-Session-Id: NEWSECRET123456\r\n';
    const at = 'https://shop.example/in?ticket=NEWSECRET123456';
    const text = textOf(made({ headers }, html, at).bytes);
    expect(text).not.toContain('NEWSECRET');
    expect(text).toContain('\r\nX-Session-Id: ***\r\n');
  });

  it('keeps the words in headers that cookies hold as well, and the names of headers', async () => {
    const secrets = { given: [], cookies: ['date', 'html', 'charset', 'x-session-id-2'] };
    const headers =
      'Date: Mon, 1 Jan\r\nContent-Type: text/html; charset=utf-8\r\nX-Session-Id-2: 1\r\n';
    const { bytes, digest } = made({ secrets, headers });
    expect((await readRecord(bytes, digest)).headers).toBe(headers);
  });

  it('is refused where a byte of it has changed, or it is another page', async () => {
    const { bytes, digest } = made();
    const changed = Uint8Array.from(bytes);
    changed[bytes.length - 20] = (changed[bytes.length - 20] ?? 0) ^ 1;
    const damaged = { code: 'FILE_ERROR', message: 'The kept page is damaged.' };
    await expect(readRecord(changed, digest)).rejects.toMatchObject(damaged);
    await expect(readRecord(bytes.subarray(0, -9), digest)).rejects.toMatchObject(damaged);
    await expect(readRecord(bytes, made({}, Buffer.from('x')).digest)).rejects.toMatchObject(
      damaged,
    );
    await expect(readRecord(gzipSync('no record'), digest)).rejects.toMatchObject(damaged);
  });

  it('is not made of a page over 64 MiB', () => {
    const page = { body: new Uint8Array(67_108_865), url, contentType: null };
    expect(recordOf(page, keep)).toEqual({ kind: 'too-large' });
  });

  it('has the digest that other tools make', () => {
    expect(digestOf(Buffer.from(''))).toBe('sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ');
    expect(digestOf(Buffer.from('abc'))).toBe('sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5');
  });
});

describe('a file of kept pages', () => {
  it('is read by warcio, record by record', async () => {
    const file = Buffer.concat([
      warcInfo('Trawl', keep.answeredAtMs),
      made().bytes,
      made({ isRendered: true }).bytes,
      made({}, new Uint8Array()).bytes,
    ]);
    const found: unknown[] = [];
    for await (const record of new WARCParser(chunksOf(file))) {
      const body = Buffer.from(await record.readFully(true)).toString('utf8');
      const { warcType, warcTargetURI, warcDate } = record;
      found.push([warcType, warcTargetURI, warcDate, record.httpHeaders?.statusCode, body]);
    }
    const date = '2026-11-28T14:02:03.045Z';
    expect(found).toEqual([
      ['warcinfo', null, date, undefined, 'software: Trawl\r\nformat: WARC File Format 1.1\r\n'],
      ['response', url, date, 200, html.toString()],
      ['conversion', url, date, undefined, html.toString()],
      ['response', url, date, 200, ''],
    ]);
  });
});

async function* chunksOf(file: Buffer) {
  for (let at = 0; at < file.length; at += 100) yield new Uint8Array(file.subarray(at, at + 100));
}
