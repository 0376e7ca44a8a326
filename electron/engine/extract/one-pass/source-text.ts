import { html, parse } from 'parse5';
import { adapter } from 'parse5-htmlparser2-tree-adapter';
import { decodeBody } from '../../page/charset.ts';

const quirks = html.DOCUMENT_MODE.QUIRKS;

/** The bytes of a page in UTF-8, and the facts read from them. */
export class SourceText {
  readonly bytes: Buffer;
  /** The position of the last such tag, if there may be one; searched for only once. */
  #lastBase: number | null = null;
  #lastRoot: number | null = null;

  constructor(body: Uint8Array, encoding: string) {
    this.bytes =
      encoding === 'utf-8'
        ? withoutMark(Buffer.from(body.buffer, body.byteOffset, body.length))
        : Buffer.from(decodeBody(body, encoding));
  }

  /** `start` and `end` are at ASCII characters or at an end of the page: no character is cut. */
  slice(start: number, end: number): string {
    return this.bytes.toString('utf8', start, end);
  }

  /** Whether a page with this doctype ('' for none) is in quirks mode (13.2.6.4.1). */
  isQuirky(doctype: string): boolean {
    if (/^<!doctype\s+html\s*>$/i.test(doctype)) return false;
    return adapter.getDocumentMode(parse(doctype, { treeAdapter: adapter })) === quirks;
  }

  /** Whether there may be a `<base>` behind `at`. */
  mayHaveBase(at: number): boolean {
    this.#lastBase ??= this.#last(/<base[\s/>]/gi);
    return at <= this.#lastBase;
  }

  /**
   * Whether there may be a tag behind `at` that changes something before it: another `<html>` or `<body>`
   * adds attributes to the first, and `<frameset>` can take the place of the body.
   */
  mayChangeRoot(at: number): boolean {
    this.#lastRoot ??= this.#last(/<(?:html|body|frameset)[\s/>]/gi);
    return at <= this.#lastRoot;
  }

  #last(tag: RegExp): number {
    let last = -1;
    for (const { index } of this.bytes.toString('latin1').matchAll(tag)) last = index;
    return last;
  }
}

function withoutMark(bytes: Buffer): Buffer {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return marked ? bytes.subarray(3) : bytes;
}
