import { validateHeaderName, validateHeaderValue } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionsSchema } from '#shared/job/job.ts';
import { undoCodings } from './content-coding.ts';
import { CutShortError, Http1Error, Http1Reader } from './http1-reader.ts';
import { headersForHop, nextHop } from './redirect.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Random answers of servers, as bytes and strings: the only errors thrown are those that give a reason. */

const header = fc.constantFrom(
  'Content-Length: 5',
  'Content-Length: -1',
  'Transfer-Encoding: chunked',
  'X: y',
  ' folded',
  'none',
  '',
);
const answerBytes = fc
  .tuple(
    fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.1 100', 'HTTP/1.0 404 No', 'HTTP/9', ''),
    fc.array(header, { maxLength: 6 }),
    fc.constantFrom('\r\n', '\n'),
    fc.oneof(
      fc.string(),
      fc.constantFrom('hello', '5\r\nhello\r\n0\r\n\r\n', 'ffffffffffffff\r\n'),
    ),
  )
  .map(([first, lines, end, body]) => Buffer.from([first, ...lines, '', body].join(end), 'latin1'));
const wire = fc.oneof(
  answerBytes,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

/** All events of the reader, however it ends. */
function read(pieces: readonly Uint8Array[]): unknown[] {
  const told: unknown[] = [];
  let body = '';
  const reader = new Http1Reader({
    onHead: (status, headers) => told.push(status, headers),
    onData: (bytes) => {
      body += Buffer.from(bytes).toString('latin1');
    },
    onEnd: () => told.push('end'),
  });
  try {
    for (const piece of pieces) reader.push(piece);
    reader.close();
  } catch (error) {
    if (!(error instanceof Http1Error || error instanceof CutShortError)) throw error;
    told.push(error.message);
  }
  return [...told, body];
}

describe('answers that are not what they should be', () => {
  it('are read or refused with a reason, and the same however they are cut into pieces', () => {
    fc.assert(
      fc.property(wire, fc.array(fc.nat(200), { maxLength: 5 }), (bytes, cuts) => {
        const at = [0, ...[...new Set(cuts)].sort((a, b) => a - b), bytes.byteLength];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        const whole = read([bytes]);
        expect(whole.length).toBeGreaterThan(1);
        expect(read(pieces)).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it('are unpacked or refused with a code, whatever the bytes are', async () => {
    const codings = fc.array(
      fc.constantFrom('gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'identity', 'x', ''),
      { maxLength: 7 },
    );
    const packed = fc
      .tuple(fc.constantFrom(gzipSync, deflateSync, brotliCompressSync), fc.uint8Array())
      .map(([pack, bytes]) => pack(bytes));
    const damaged = fc.tuple(packed, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
      bytes[at % bytes.byteLength] = byte;
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(
        codings,
        fc.oneof(fc.uint8Array(), packed, damaged),
        async (names, bytes) => {
          const outcome = await undoCodings(bytes, names.join(', '), 10_000);
          if (outcome.kind === 'ok') expect(outcome.body.byteLength).toBeLessThanOrEqual(10_000);
          else expect(['BAD_ENCODING', 'TRUNCATED', 'TOO_LARGE']).toContain(outcome.failure.code);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('headers that are not what they should be', () => {
  const strange = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `//${text}`),
    fc.string().map((text) => `http://${text}`),
    fc.webUrl(),
  );

  it('lead from one place to another of http or https, to none, or are refused', () => {
    const from = new URL('https://a.example/path?q#part');
    fc.assert(
      fc.property(strange, fc.constantFrom(200, 301, 302, 307, 399), (location, status) => {
        const hop = nextHop(status, location, from);
        if (hop.kind !== 'follow') return;
        expect(status).toBeGreaterThan(300);
        expect(['http:', 'https:']).toContain(hop.url.protocol);
        const kept = headersForHop({ authorization: 'x', accept: 'y' }, from, hop.url);
        expect('authorization' in kept).toBe(hop.url.origin === from.origin);
      }),
      { numRuns: 1000 },
    );
  });

  it('ask to wait for a time that is one, or not at all', () => {
    const dates = fc.date({ noInvalidDate: true }).map((date) => date.toUTCString());
    fc.assert(
      fc.property(fc.oneof(fc.string(), dates, fc.integer().map(String)), (text) => {
        const waitMs = parseRetryAfter(text, 1_700_000_000_000);
        if (waitMs === undefined) return;
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(waitMs)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('of a job can be sent where the job is taken', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('X-Key', 'Accept')),
        fc.oneof(fc.string({ unit: 'binary' }), fc.string()),
        (name, value) => {
          const job = optionsSchema.safeParse({ headers: { [name]: value } });
          if (!job.success || !Object.hasOwn(job.data.headers ?? {}, name)) return;
          expect(() => validateHeaderName(name)).not.toThrow();
          expect(() => validateHeaderValue(name, value)).not.toThrow();
        },
      ),
      { numRuns: 1000 },
    );
  });
});
