import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { gzipSync } from 'node:zlib';
import { addressWithoutSecrets } from '../fetch/secret-values.ts';
import { headerEntries } from '../page/header-lines.ts';
import type { KeptPage, PageToKeep, Secrets } from '../ports/kept-page.ts';
import { digestOf } from './digest.ts';

/** Pages are kept in threads that are ended when one page takes too long: a larger one is not kept. */
export const mostKeptBytes = 67_108_864;

/** Twice as fast as gzip's default, and a seventh larger, over 154 real pages. */
const level = 1;

interface ReadPage {
  readonly body: Uint8Array;
  readonly url: string;
  readonly contentType: string | null;
}

/**
 * The record of a page (WARC 1.1, ISO 28500:2017). A fetched page is a `response`: its body stands in it as it
 * is after its content codings are undone, and the headers that no longer fit are named X-Archive-Orig-…,
 * as other tools name them. A rendered page is a `conversion`, since no server sent these bytes; the status
 * and the headers of its answer stand in fields of Trawl's own.
 */
export function recordOf({ body, url }: ReadPage, keep: PageToKeep): KeptPage {
  if (body.byteLength > mostKeptBytes) return { kind: 'too-large' };
  const { asked, status, answeredAtMs, isRendered } = keep;
  const secrets = withFreshCookies(keep.secrets, keep.headers);
  const address = url === asked ? url : addressWithoutSecrets(url, secrets);
  const digest = digestOf(body);
  const about = {
    'WARC-Target-URI': address,
    'WARC-Date': new Date(answeredAtMs).toISOString(),
    'WARC-Payload-Digest': digest,
  };
  const headers = keptHeaders(keep.headers, secrets);
  const bytes = isRendered
    ? warcRecord(
        'conversion',
        {
          ...about,
          'Content-Type': 'text/html; charset=utf-8',
          [statusField]: String(status),
          // One line of printable ASCII, whatever the headers hold.
          [headersField]: encodeURIComponent(headers.map((line) => `${line}\r\n`).join('')),
        },
        [body],
      )
    : warcRecord('response', { ...about, 'Content-Type': 'application/http; msgtype=response' }, [
        httpHead(status, headers, body.byteLength),
        body,
      ]);
  return { kind: 'record', bytes, digest };
}

/** The first record of a file: which program wrote it. */
export function warcInfo(program: string, atMs: number): Uint8Array {
  const text = `software: ${program}\r\nformat: WARC File Format 1.1\r\n`;
  const about = {
    'WARC-Date': new Date(atMs).toISOString(),
    'Content-Type': 'application/warc-fields',
  };
  return warcRecord('warcinfo', about, [Buffer.from(text)]);
}

export const statusField = 'Trawl-Answer-Status';
export const headersField = 'Trawl-Answer-Headers';

function warcRecord(
  type: string,
  fields: Readonly<Record<string, string>>,
  block: readonly Uint8Array[],
): Uint8Array {
  const length = block.reduce((sum, part) => sum + part.byteLength, 0);
  const all = {
    'WARC-Type': type,
    'WARC-Record-ID': `<urn:uuid:${randomUUID()}>`,
    ...fields,
    'Content-Length': String(length),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const parts = [Buffer.from(`WARC/1.1\r\n${head.join('')}\r\n`), ...block, recordEnd];
  const packed = gzipSync(Buffer.concat(parts), { level });
  // In a buffer of its own, which can be transferred.
  return new Uint8Array(packed);
}

const recordEnd = Buffer.from('\r\n\r\n');

function httpHead(status: number, headers: readonly string[], length: number): Uint8Array {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
    ...headers,
    `Content-Length: ${length}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** Cookies, logins, and what a proxy said. */
const leftOut = /^(?:set-cookie2?|cookie|authorization|proxy-.*)$/i;
/** They say how the body was sent, and it is kept as it was before that. */
const ofTheCoding = /^(?:content-encoding|transfer-encoding|content-length)$/i;

function keptHeaders(lines: string, secrets: Secrets): readonly string[] {
  return headerEntries(lines).flatMap(([name, value]) => {
    if (leftOut.test(name)) return [];
    // Each for itself, so that a value that is taken out takes no other header along.
    const shown = addressWithoutSecrets(value, secrets);
    return [`${ofTheCoding.test(name) ? `X-Archive-Orig-${name}` : name}: ${shown}`];
  });
}

/** With the cookies that this answer sets, which it may repeat elsewhere. */
function withFreshCookies({ given, cookies }: Secrets, lines: string): Secrets {
  const fresh = headerEntries(lines)
    .filter(([name]) => /^set-cookie$/i.test(name))
    .map(([, value]) => (value.split(';', 1)[0] ?? '').replace(/^[^=]*=/, '').trim());
  return { given, cookies: [...cookies, ...fresh] };
}
