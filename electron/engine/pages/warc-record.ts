import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
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
export function recordOf(page: ReadPage, keep: PageToKeep): KeptPage {
  const draft = draftOf(page, keep);
  if (draft === null) return { kind: 'too-large' };
  return { kind: 'record', bytes: ownBytes(gzipSync(draft.text, { level })), digest: draft.digest };
}

/**
 * The same, packed by a thread of the system's pool: to be used where the loop has other work, which a page of
 * some megabytes would hold up for a tenth of a second.
 */
export async function recordBeside(page: ReadPage, keep: PageToKeep): Promise<KeptPage> {
  const draft = draftOf(page, keep);
  if (draft === null) return { kind: 'too-large' };
  const bytes = ownBytes(await packBeside(draft.text, { level }));
  return { kind: 'record', bytes, digest: draft.digest };
}

const packBeside = promisify<Uint8Array, { readonly level: number }, Uint8Array>(gzip);

/** A record before it is packed; it shares no memory with the page. */
interface Draft {
  readonly text: Uint8Array;
  readonly digest: string;
}

/** Null: the page is too large to be kept. */
function draftOf({ body, url }: ReadPage, keep: PageToKeep): Draft | null {
  if (body.byteLength > mostKeptBytes) return null;
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
  const text = isRendered
    ? recordText(
        'conversion',
        {
          ...about,
          'Content-Type': 'text/html; charset=utf-8',
          [statusField]: String(status),
          // Percent-encoded, so that the field is one line of printable ASCII.
          [headersField]: encodeURIComponent(headers.map((line) => `${line}\r\n`).join('')),
        },
        [body],
      )
    : recordText('response', { ...about, 'Content-Type': 'application/http; msgtype=response' }, [
        httpHead(status, headers, body.byteLength),
        body,
      ]);
  return { text, digest };
}

/** The first record of a file: which program wrote it. */
export function warcInfo(program: string, atMs: number): Uint8Array {
  const text = `software: ${program}\r\nformat: WARC File Format 1.1\r\n`;
  const about = {
    'WARC-Date': new Date(atMs).toISOString(),
    'Content-Type': 'application/warc-fields',
  };
  return ownBytes(gzipSync(recordText('warcinfo', about, [Buffer.from(text)]), { level }));
}

export const statusField = 'Trawl-Answer-Status';
export const headersField = 'Trawl-Answer-Headers';

function recordText(
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
  return Buffer.concat(parts);
}

/** In a buffer of its own, which can be transferred. */
function ownBytes(packed: Uint8Array): Uint8Array {
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
  const entries = headerEntries(lines).filter(([name]) => !leftOut.test(name));
  // Nearly no answer repeats a secret, and one look at all values is much cheaper than one at each.
  const all = entries.map(([, value]) => value).join('\n');
  const isClean = addressWithoutSecrets(all, secrets) === all;
  return entries.map(([name, value]) => {
    // Each for itself, so that a value that is taken out takes no other header along.
    const shown = isClean ? value : addressWithoutSecrets(value, secrets);
    return `${ofTheCoding.test(name) ? `X-Archive-Orig-${name}` : name}: ${shown}`;
  });
}

/** With the cookies that this answer sets, which it may repeat elsewhere. */
function withFreshCookies({ given, cookies }: Secrets, lines: string): Secrets {
  const fresh = headerEntries(lines)
    .filter(([name]) => /^set-cookie$/i.test(name))
    .map(([, value]) => (value.split(';', 1)[0] ?? '').replace(/^[^=]*=/, '').trim());
  return { given, cookies: [...cookies, ...fresh] };
}
