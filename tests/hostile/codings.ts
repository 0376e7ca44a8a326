import * as zlib from 'node:zlib';
import { answer, type HostileCase, pageOf } from './hostile-case.ts';
import { bytes } from './serve.ts';

const { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } = zlib;
/** Available since Node 22.15. */
const { zstdCompressSync } = zlib as { readonly zstdCompressSync?: typeof gzipSync };

/** The page of the case, encoded by `code` and declared as `coding`. */
function coded(coding: string, code: (html: string) => Uint8Array): HostileCase['serve'] {
  return (site, name) => {
    const body = code(pageOf(name) + '<p>x'.repeat(5000));
    return bytes(answer(body, [`Content-Encoding: ${coding}`]))(site, name);
  };
}

/** A few KB that unpack to far more than the size limit. */
function bomb(coding: string, code: (bytes: Uint8Array) => Uint8Array): HostileCase['serve'] {
  return (site, name) => {
    const packed = code(Buffer.alloc(64 * 1_048_576));
    return bytes(answer(packed, [`Content-Encoding: ${coding}`]))(site, name);
  };
}

/** The best quality takes seconds. */
const quickBrotli = (data: Uint8Array): Buffer =>
  brotliCompressSync(data, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } });

const ok = { code: 'page' } as const;
const odd = { code: 'page', notes: ['CODING_IGNORED'] } as const;

export const codingCases: readonly HostileCase[] = [
  { name: 'gzip', serve: coded('gzip', gzipSync), expect: ok },
  { name: 'x-gzip', serve: coded('X-GZIP', gzipSync), expect: ok },
  { name: 'br', serve: coded('br', brotliCompressSync), expect: ok },
  { name: 'zlib deflate', serve: coded('deflate', deflateSync), expect: ok },
  { name: 'raw deflate', serve: coded('deflate', deflateRawSync), expect: ok },
  ...(zstdCompressSync === undefined ? withoutZstd() : withZstd(zstdCompressSync)),
  {
    name: 'several codings in order',
    serve: coded('deflate, gzip, br', (html) => brotliCompressSync(gzipSync(deflateSync(html)))),
    expect: ok,
  },
  { name: 'identity', serve: coded('identity', Buffer.from), expect: ok },
  {
    name: 'more than 5 codings',
    serve: coded('gzip, gzip, gzip, gzip, gzip, gzip', gzipSync),
    expect: { code: 'BAD_ENCODING', sentence: /6 codings, one inside the other/ },
  },
  {
    name: 'unknown coding',
    serve: coded('compress', Buffer.from),
    expect: { code: 'BAD_ENCODING', sentence: /unknown coding "compress"/ },
  },
  {
    name: 'truncated gzip',
    serve: coded('gzip', (html) => gzipSync(html).subarray(0, -20)),
    expect: { code: 'TRUNCATED', sentence: /gzip data breaks off/ },
  },
  {
    name: 'truncated br',
    serve: coded('br', (html) => brotliCompressSync(html).subarray(0, -5)),
    expect: { code: 'TRUNCATED', sentence: /br data breaks off/ },
  },
  {
    name: 'damaged gzip',
    serve: coded('gzip', (html) => {
      const packed = gzipSync(html);
      return packed.fill(0xff, 12, 30);
    }),
    expect: { code: 'BAD_ENCODING', sentence: /gzip data is damaged/ },
  },
  {
    name: 'gzip with trailing garbage',
    serve: coded('gzip', (html) => Buffer.concat([gzipSync(html), Buffer.from('garbage')])),
    expect: odd,
  },
  {
    name: 'two gzip members',
    serve: coded('gzip', (html) =>
      Buffer.concat([gzipSync(html.slice(0, 100)), gzipSync(html.slice(100))]),
    ),
    expect: odd,
  },
  {
    name: 'header says gzip and the body is plain',
    serve: coded('gzip', (html) => Buffer.from(html)),
    expect: odd,
  },
  {
    name: 'gzip bomb',
    serve: bomb('gzip', (zeros) => gzipSync(zeros)),
    expect: { code: 'TOO_LARGE', sentence: /4 MB/ },
  },
  {
    name: 'deflate bomb',
    serve: bomb('deflate', (zeros) => deflateSync(zeros)),
    expect: { code: 'TOO_LARGE', sentence: /4 MB/ },
  },
  {
    name: 'br bomb',
    serve: bomb('br', quickBrotli),
    expect: { code: 'TOO_LARGE', sentence: /4 MB/ },
  },
  {
    name: 'gzip bomb in gzip',
    serve: bomb('gzip, gzip', (zeros) => gzipSync(gzipSync(zeros))),
    expect: { code: 'TOO_LARGE', sentence: /4 MB/ },
  },
  {
    name: 'cut gzip body of a 404',
    serve: (site, name) =>
      bytes(
        answer(
          gzipSync('gone').subarray(0, 10),
          ['Content-Encoding: gzip'],
          'HTTP/1.1 404 Not Found',
        ),
      )(site, name),
    expect: { code: 'HTTP_404', status: 404, said: null },
  },
  {
    name: 'gzip body of a 500',
    serve: (site, name) =>
      bytes(answer(gzipSync('oops'), ['Content-Encoding: gzip'], 'HTTP/1.1 500 Oops'))(site, name),
    expect: { code: 'HTTP_5XX', status: 500, said: 'oops' },
  },
];

function withoutZstd(): readonly HostileCase[] {
  return [
    {
      name: 'zstd',
      serve: coded('zstd', (html) => Buffer.from(html)),
      expect: { code: 'BAD_ENCODING', sentence: /unknown coding "zstd"/ },
    },
  ];
}

function withZstd(zstd: (data: Uint8Array | string) => Uint8Array): readonly HostileCase[] {
  return [
    { name: 'zstd', serve: coded('zstd', zstd), expect: ok },
    {
      name: 'two zstd frames',
      serve: coded('zstd', (html) => {
        const at = html.indexOf('</h1>') - 3;
        return Buffer.concat([zstd(html.slice(0, at)), zstd(html.slice(at))]);
      }),
      expect: ok,
    },
    {
      name: 'zstd with trailing garbage',
      serve: coded('zstd', (html) => Buffer.concat([zstd(html), Buffer.from('garbage')])),
      expect: odd,
    },
    {
      name: 'truncated zstd',
      serve: coded('zstd', (html) => zstd(html).subarray(0, -5)),
      expect: { code: 'TRUNCATED', sentence: /zstd data breaks off/ },
    },
    {
      name: 'header says zstd and the body is plain',
      serve: coded('zstd', (html) => Buffer.from(html)),
      expect: { code: 'BAD_ENCODING', sentence: /zstd data is damaged/ },
    },
    {
      name: 'zstd bomb',
      serve: bomb('zstd', zstd),
      expect: { code: 'TOO_LARGE', sentence: /4 MB/ },
    },
  ];
}
