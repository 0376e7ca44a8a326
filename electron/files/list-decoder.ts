import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder as StandardDecoder } from '@exodus/bytes/encoding.js';
import { TrawlError } from '#shared/errors/trawl-error.ts';

interface StreamDecoder {
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

/**
 * Decodes a list, piece by piece: UTF-16 by its byte order mark or its zero bytes, the encoding of an XML
 * declaration, UTF-8, or if the bytes are not valid UTF-8, windows-1252, the old default of spreadsheets. The
 * first bytes beyond ASCII, at any place, decide between the last two.
 */
export class ListDecoder {
  #decoder: StreamDecoder | null;
  /** The bytes of a UTF-8 character that the end of the last piece has cut. */
  #cut: Uint8Array = new Uint8Array(0);
  #isStart = true;

  /** @param known the decoder, if the bytes need not be examined */
  constructor(known: StreamDecoder | null = null) {
    this.#decoder = known;
  }

  /** @throws TrawlError BAD_INPUT if the bytes are no text */
  decode(bytes: Uint8Array): string {
    if (bytes.length === 0) return '';
    if (this.#isStart) {
      this.#isStart = false;
      this.#decoder ??= decoderOfStart(bytes);
    }
    if (this.#decoder !== null) return this.#decoder.decode(bytes, { stream: true });
    const piece = this.#cut.length === 0 ? bytes : Buffer.concat([this.#cut, bytes]);
    this.#cut = new Uint8Array(0);
    if (isAscii(piece)) return asciiOf(piece);
    const end = piece.length - lengthOfCut(piece);
    const whole = piece.subarray(0, end);
    if (!isUtf8(whole)) {
      this.#decoder = new StandardDecoder('windows-1252');
      return this.#decoder.decode(piece, { stream: true });
    }
    if (!isAscii(whole)) {
      this.#decoder = new TextDecoder('utf-8');
      return this.#decoder.decode(piece, { stream: true });
    }
    this.#cut = piece.subarray(end);
    return asciiOf(whole);
  }

  /** The rest of the last piece. */
  end(): string {
    this.#decoder ??= new StandardDecoder('windows-1252');
    return this.#decoder.decode(this.#cut);
  }
}

function decoderOfStart(start: Uint8Array): StreamDecoder | null {
  if (start[0] === 0xff && start[1] === 0xfe) return new StandardDecoder('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return new StandardDecoder('utf-16be');
  const head = Buffer.from(start.subarray(0, 8192));
  if (head.includes(0)) {
    // ASCII letters in UTF-16 have a zero byte on one side.
    if (/^(?:[\t\n\r -~]\0)+$/.test(head.toString('latin1', 0, 16))) {
      return new StandardDecoder('utf-16le');
    }
    if (/^(?:\0[\t\n\r -~])+$/.test(head.toString('latin1', 0, 16))) {
      return new StandardDecoder('utf-16be');
    }
    throw new TrawlError('BAD_INPUT', whatItIs(head));
  }
  if (
    head.toString('latin1', 0, 4) === 'PK\u0003\u0004' ||
    head.toString('latin1', 0, 5) === '%PDF-'
  ) {
    throw new TrawlError('BAD_INPUT', whatItIs(head));
  }
  const declared =
    /^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.:-]{2,40})["']/.exec(
      head.toString('latin1', 0, 1024),
    )?.[1];
  return declared === undefined || /^utf-?(?:8|16)$/i.test(declared) ? null : named(declared);
}

function whatItIs(head: Buffer): string {
  if (head.toString('latin1', 0, 4) === 'PK\u0003\u0004') {
    return 'This list is a workbook (.xlsx, .ods) or a .zip file. Save the sheet as CSV, or unpack it, and open that.';
  }
  return 'This list is not a text file. Give a text file with one URL a line, a CSV file, a sitemap or a feed.';
}

function named(label: string): StreamDecoder | null {
  try {
    return new StandardDecoder(label);
  } catch {
    return null; // An unknown name has no effect.
  }
}

/** The number of bytes at the end that begin an incomplete character of UTF-8. */
function lengthOfCut(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** One byte for each character, in memory too. */
function asciiOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
