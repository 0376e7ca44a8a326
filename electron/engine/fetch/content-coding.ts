import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { shortened } from '#shared/format.ts';
import { zstdFrames } from './zstd-frames.ts';

export type Decoded =
  /** `ignored`: a coding was named but not used, or there were bytes after its end. */
  | { readonly kind: 'ok'; readonly body: Uint8Array; readonly ignored: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Added in Node 22.15. */
const { zstdDecompress } = zlib as { readonly zstdDecompress?: typeof zlib.gunzip };
const unzstd =
  zstdDecompress === undefined
    ? null
    : promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zstdDecompress);

/** The codings that requests ask for; every one of them is decoded below. */
export const acceptEncoding = unzstd === null ? 'gzip, deflate, br' : 'gzip, deflate, br, zstd';

/** Names of compressions; those that are not decoded here are refused, since the page cannot be read. */
const compressions: ReadonlySet<string> = new Set([
  ...['gzip', 'x-gzip', 'deflate', 'br', 'zstd'],
  ...[
    'compress',
    'x-compress',
    'bzip2',
    'x-bzip2',
    'dcb',
    'dcz',
    'exi',
    'lzma',
    'pack200-gzip',
    'sdch',
    'xz',
  ],
]);
/** More codings than this are an attack, not a page. */
const maxCodings = 5;
/** Below this size, decompressing here is faster than in another thread. */
const inPlaceBytes = 16_384;

const gunzip = promisify(zlib.gunzip);
const inflate = promisify(zlib.inflate);
const inflateRaw = promisify(zlib.inflateRaw);
const unbrotli = promisify(zlib.brotliDecompress);

/**
 * Undoes the Content-Encoding of a body (RFC 9110, section 8.4), last coding first. Accepts the same as
 * browsers: zlib or raw deflate, `x-gzip`, several gzip members, bytes after the end, and a body that is
 * not gzip although the header says so. Stops at `maxBytes` of output.
 */
export async function undoCodings(
  body: Uint8Array,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Decoded> {
  const named = (contentEncoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity' && coding !== 'none');
  let ignored = false;
  // Names that are no compression, such as `utf-8` or `binary`, do not describe the bytes. Browsers ignore
  // them.
  const codings = named.filter((coding) => compressions.has(coding));
  if (codings.length < named.length) ignored = true;
  if (codings.length > maxCodings) {
    return failed(failure('BAD_ENCODING', `${codings.length} codings, one inside the other`));
  }
  let bytes = body;
  for (const coding of codings.reverse()) {
    if (bytes.byteLength === 0) break;
    try {
      const undone = await undo(coding, bytes, maxBytes);
      ignored ||= coding.endsWith('gzip') && !isWholeGzip(bytes, undone);
      ignored ||= coding === 'zstd' && zstdFrames(bytes).hasRest;
      bytes = undone;
    } catch (error) {
      return failed(failureOf(error, coding, maxBytes));
    }
  }
  if (bytes.byteLength > maxBytes) return failed(tooLarge(maxBytes));
  return { kind: 'ok', body: bytes, ignored };
}

export function tooLarge(maxBytes: number): Failure {
  return failure('TOO_LARGE', `${Math.round(maxBytes / 104_857.6) / 10} MB`);
}

class UnknownCoding extends Error {}
class BreaksOff extends Error {}

async function undo(coding: string, bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const small = bytes.byteLength <= inPlaceBytes;
  // Each piece of output costs a switch to another thread and back, which takes long in a busy process.
  const chunkSize = Math.min(1_048_576, Math.max(16_384, bytes.byteLength * 4));
  const options = { maxOutputLength: maxBytes, chunkSize };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
      try {
        return small ? zlib.gunzipSync(bytes, options) : await gunzip(bytes, options);
      } catch (error) {
        // Bytes after the end that are no gzip member, or a wrong or missing checksum there.
        return withoutTrailer(error, bytes.subarray(gzipHeaderBytes(bytes)), options);
      }
    case 'deflate': {
      const hasHeader = isZlib(bytes);
      try {
        if (small)
          return hasHeader ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options);
        return await (hasHeader ? inflate(bytes, options) : inflateRaw(bytes, options));
      } catch (error) {
        return withoutTrailer(error, hasHeader ? bytes.subarray(2) : bytes, options);
      }
    }
    case 'br':
      return small ? zlib.brotliDecompressSync(bytes, options) : unbrotli(bytes, options);
    case 'zstd':
      if (unzstd === null) throw new UnknownCoding();
      return undoZstd(bytes, options, unzstd);
    default:
      throw new UnknownCoding();
  }
}

async function undoZstd(
  bytes: Uint8Array,
  options: zlib.ZlibOptions & { readonly maxOutputLength: number },
  unpack: NonNullable<typeof unzstd>,
): Promise<Uint8Array> {
  const { frames, isCut } = zstdFrames(bytes);
  if (isCut) throw new BreaksOff();
  // Data without a frame is no zstd; the decoder reports it.
  const [first = bytes, ...others] = frames;
  if (others.length === 0) return unpack(first, options);
  const pieces: Uint8Array[] = [];
  let room = options.maxOutputLength;
  for (const frame of frames) {
    // One byte more than the room left shows that the output is too large.
    const piece = await unpack(frame, { ...options, maxOutputLength: room + 1 });
    pieces.push(piece);
    room -= piece.byteLength;
    if (room < 0) break;
  }
  return Buffer.concat(pieces);
}

/**
 * The data of a stream whose trailer is wrong, cut or missing: its last block was present, or a server has
 * flushed it and closed, as an empty stored block at its end shows (RFC 1951, section 3.2.4). Browsers
 * accept both; no data in a flushed stream show whether more was to follow.
 *
 * @param error the error of the stream as a whole; thrown if its data are incomplete too
 */
async function withoutTrailer(
  error: unknown,
  deflated: Uint8Array,
  options: zlib.ZlibOptions,
): Promise<Uint8Array> {
  if (!['Z_DATA_ERROR', 'Z_BUF_ERROR'].includes(codeOf(error))) throw error;
  const isFlushed = Buffer.from(deflated.subarray(-4)).equals(Buffer.of(0, 0, 0xff, 0xff));
  const finishFlush = isFlushed ? zlib.constants.Z_SYNC_FLUSH : zlib.constants.Z_FINISH;
  try {
    return await inflateRaw(deflated, { ...options, finishFlush });
  } catch (again) {
    throw codeOf(again) === 'ERR_BUFFER_TOO_LARGE' ? again : error;
  }
}

/** One member without bytes after it: it ends with the length of its data (RFC 1952, 2.3.1). */
function isWholeGzip(bytes: Uint8Array, unpacked: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    bytes.byteLength >= 18 && view.getUint32(bytes.byteLength - 4, true) === unpacked.byteLength
  );
}

/** The length of a gzip member's header (RFC 1952, section 2.3). */
function gzipHeaderBytes(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const text of [8, 16]) if (flags & text) at = bytes.indexOf(0, at) + 1;
  return flags & 2 ? at + 2 : at;
}

/** RFC 1950, section 2.2: method 8, and a header that divides by 31. */
function isZlib(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

function failureOf(error: unknown, coding: string, maxBytes: number): Failure {
  if (error instanceof UnknownCoding)
    return failure('BAD_ENCODING', `unknown coding "${shortened(coding, 40)}"`);
  const code = codeOf(error);
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes);
  if (error instanceof BreaksOff || code === 'Z_BUF_ERROR') {
    return failure('TRUNCATED', `the ${coding} data breaks off`);
  }
  return failure('BAD_ENCODING', `the ${coding} data is damaged`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function failed(reason: Failure): Decoded {
  return { kind: 'failed', failure: reason };
}
