import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { headerOf } from '../page/header-lines.ts';
import type { HeaderLines } from '../ports/header-lines.ts';
import { digestOf } from './digest.ts';
import { headersField, mostKeptBytes, statusField } from './warc-record.ts';

/** A page as it was kept. */
export interface StoredPage {
  /** The address from which it came, without secrets. */
  readonly url: string;
  readonly answeredAtMs: number;
  readonly status: number;
  readonly headers: HeaderLines;
  readonly contentType: string | null;
  readonly body: Uint8Array;
  readonly isRendered: boolean;
}

const unpack = promisify(gunzip);
const blankLine = Buffer.from('\r\n\r\n');
/** The heads of the record and of the answer, whose own limit is 64 KiB, percent-encoded at the worst. */
const mostHeadBytes = 1_048_576;

/**
 * @param packed the bytes of one record
 * @param digest of its body
 * @throws TrawlError FILE_ERROR if it is damaged
 */
export async function readRecord(packed: Uint8Array, digest: string): Promise<StoredPage> {
  const maxOutputLength = mostKeptBytes + mostHeadBytes;
  const bytes = await unpack(packed, { maxOutputLength }).catch((cause: unknown) => {
    throw damaged(cause);
  });
  const head = splitHead(bytes);
  const length = Number(headerOf(head.lines, 'content-length') ?? Number.NaN);
  const type = headerOf(head.lines, 'warc-type');
  const block = head.rest.subarray(0, length);
  const url = headerOf(head.lines, 'warc-target-uri');
  const answeredAtMs = Date.parse(headerOf(head.lines, 'warc-date') ?? '');
  if (url === null || Number.isNaN(answeredAtMs) || block.byteLength !== length) throw damaged();
  const page = type === 'conversion' ? rendered(head.lines, block) : fetched(type, block);
  if (digestOf(page.body) !== digest) throw damaged();
  return { url, answeredAtMs, ...page };
}

type Content = Omit<StoredPage, 'url' | 'answeredAtMs'>;

function rendered(lines: HeaderLines, body: Uint8Array): Content {
  return {
    status: Number(headerOf(lines, statusField) ?? 0),
    headers: decodeURIComponent(headerOf(lines, headersField) ?? ''),
    contentType: headerOf(lines, 'content-type'),
    body,
    isRendered: true,
  };
}

function fetched(type: string | null, block: Buffer): Content {
  if (type !== 'response') throw damaged();
  const { first, lines, rest } = splitHead(block);
  const all = lines.replace(renamed, '');
  // The last line is the length of the body as it is kept.
  const headers = all.slice(0, all.lastIndexOf('\n', all.length - 2) + 1);
  return {
    status: Number(first.split(' ')[1] ?? 0),
    headers,
    contentType: firstValue(headers, 'content-type'),
    body: rest,
    isRendered: false,
  };
}

const renamed = /^X-Archive-Orig-(?=(?:content-encoding|transfer-encoding|content-length): )/gim;

/** A header that must be single is repeated: the first one counts, as where it was fetched. */
function firstValue(lines: HeaderLines, name: string): string | null {
  return new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(lines)?.[1] ?? null;
}

interface Head {
  /** The line that says what it is. */
  readonly first: string;
  readonly lines: HeaderLines;
  readonly rest: Buffer;
}

function splitHead(bytes: Buffer): Head {
  const end = bytes.indexOf(blankLine);
  if (end < 0) throw damaged();
  const text = bytes.toString('latin1', 0, end + 2);
  const begin = text.indexOf('\r\n') + 2;
  return {
    first: text.slice(0, begin - 2),
    lines: text.slice(begin),
    rest: bytes.subarray(end + blankLine.byteLength),
  };
}

function damaged(cause?: unknown): TrawlError {
  return new TrawlError('FILE_ERROR', 'The kept page is damaged.', { cause });
}
