import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whatWasSaid } from './what-was-said.ts';

const html = 'text/html; charset=utf-8';
const said = (body: string | Uint8Array, type: string | null = html, coding?: string) =>
  whatWasSaid(typeof body === 'string' ? Buffer.from(body) : body, coding, type);

describe('what a server says of a failure', () => {
  it.each([
    ['<title>\n Quota  exceeded </title><p>More', 'Quota exceeded'],
    ['<TITLE>a &amp; b &#x263a;</TITLE>', 'a & b ☺'],
    ['<title> </title><h1>Blocked</h1><p>Ask your admin.</p>', 'Blocked Ask your admin.'],
    ['<style>p{}</style><script>let a = "<p>no</p>"</script>Yes<br>it is', 'Yes it is'],
    ['<svg><title>Logo</title></svg><p>Gone', 'Gone'],
    ['no markup at all', 'no markup at all'],
    ['<title>cut o', 'cut o'],
    ['', null],
    ['<html><body></body></html>', null],
  ])('%j: %j', async (body, expected) => {
    expect(await said(body)).toBe(expected);
  });

  it('is read of JSON and text, and not of pictures', async () => {
    expect(await said('{"error":\n"no key"}', 'application/json')).toBe('{"error": "no key"}');
    expect(await said('Too many <b> of you', 'text/plain')).toBe('Too many <b> of you');
    expect(await said(Buffer.from('89504e470d0a1a0a00', 'hex'), 'text/html')).toBeNull();
  });

  it('is decoded, from its coding and its encoding', async () => {
    const page = '<title>Größe</title>';
    expect(await said(gzipSync(page), html, 'gzip')).toBe('Größe');
    expect(await said(brotliCompressSync(page), html, 'br')).toBe('Größe');
    expect(await said(Buffer.from(page, 'latin1'), 'text/html; charset=iso-8859-1')).toBe('Größe');
    expect(await said(gzipSync(page).subarray(0, 12), html, 'gzip')).toBeNull();
    // A name that is no compression has no effect, as in Chromium.
    expect(await said(page, html, 'wishful')).toBe('Größe');
  });

  it('is short, and cannot turn text around or hide in it', async () => {
    const long = await said(`<p>${'😀'.repeat(500)}`);
    expect(long).toMatch(/^(?:😀){100}…$/u);
    expect(await said('<p>a\u202eb\u200bc\u0000d\u0007')).toBe('abc d');
  });

  it('is not unpacked without end', async () => {
    expect(await said(gzipSync(Buffer.alloc(20_000_000, 'a')), html, 'gzip')).toBeNull();
  });

  it('takes any bytes at all', async () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      'title',
      '</',
      'script',
      '&#',
      '&amp',
      ';',
      '!--',
      '\0',
    );
    const markup = fc.array(pieces, { maxLength: 200 }).map((parts) => Buffer.from(parts.join('')));
    await fc.assert(
      fc.asyncProperty(fc.oneof(markup, fc.uint8Array({ maxLength: 300 })), async (body) => {
        const found = await said(body);
        expect(found === null || (found.length > 0 && found.length <= 201)).toBe(true);
      }),
    );
  });
});
