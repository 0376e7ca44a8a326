import type { IncomingHttpHeaders } from 'node:http';

/** The reason why an answer cannot be read, as words for the sentence of PROTOCOL. */
export class Http1Error extends Error {
  readonly code = 'TRAWL_HTTP1';
}

/** The answer ends too early. */
export class CutShortError extends Error {
  readonly code = 'TRAWL_CUT_SHORT';
}

interface Http1Events {
  /** The headers of the answer, without those of a 1xx before it. */
  onHead(status: number, headers: IncomingHttpHeaders): void;
  onData(bytes: Uint8Array): void;
  /** @param isWhole false: the last chunk, which marks the end of the answer, is missing */
  onEnd(isWhole: boolean): void;
}

const mostHeadBytes = 65_536;
const lf = 0x0a;

type Part =
  | { readonly kind: 'line' | 'chunk-size' | 'chunk-end' | 'trailer' | 'until-close' | 'done' }
  | { readonly kind: 'body' | 'chunk'; left: number };

/**
 * Reads one HTTP/1 answer to a GET (RFC 9112) from the pieces in which it arrives, as leniently as
 * browsers: lines may end in a bare LF, any 1xx may come first, Content-Length may be repeated and is
 * ignored for chunks, 204 and 304 have no body whatever length they declare; a line without a colon and an
 * invalid length are ignored, and any version of HTTP is accepted. An answer that it cannot read is refused
 * with a reason; bytes after the end are not read.
 */
export class Http1Reader {
  readonly #events: Http1Events;
  readonly #takesUnended: boolean;
  #part: Part = { kind: 'line' };
  #line: Uint8Array[] = [];
  #headBytes = 0;
  #head: string[] = [];
  #hasChunk = false;

  /** @param takesUnended the last chunk may be missing if the one before it is complete */
  constructor(events: Http1Events, takesUnended = false) {
    this.#events = events;
    this.#takesUnended = takesUnended;
  }

  /** @throws Http1Error */
  push(piece: Uint8Array): void {
    let rest = piece;
    while (rest.byteLength > 0 && this.#part.kind !== 'done') rest = this.#take(rest);
  }

  /** The server has closed the connection. @throws CutShortError, Http1Error */
  close(): void {
    if (this.#part.kind === 'done') return;
    // In the trailer, the last chunk has arrived already.
    if (this.#part.kind === 'until-close' || this.#part.kind === 'trailer') this.#finish();
    else if (this.#takesUnended && this.#isBetweenChunks) this.#finish(false);
    else throw new CutShortError('the connection was closed in the middle');
  }

  get #isBetweenChunks(): boolean {
    return this.#part.kind === 'chunk-size' && this.#hasChunk && this.#line.length === 0;
  }

  /** Reads as much of a piece as possible and returns the rest. */
  #take(piece: Uint8Array): Uint8Array {
    const part = this.#part;
    switch (part.kind) {
      case 'until-close':
        this.#events.onData(piece);
        return piece.subarray(piece.byteLength);
      case 'body':
      case 'chunk': {
        const taken = piece.subarray(0, part.left);
        part.left -= taken.byteLength;
        this.#events.onData(taken);
        if (part.left === 0 && part.kind === 'body') this.#finish();
        else if (part.left === 0) this.#part = { kind: 'chunk-end' };
        return piece.subarray(taken.byteLength);
      }
      default:
        return this.#takeLine(piece);
    }
  }

  #takeLine(piece: Uint8Array): Uint8Array {
    const end = piece.indexOf(lf);
    const taken = end < 0 ? piece : piece.subarray(0, end);
    this.#headBytes += taken.byteLength + 1;
    if (this.#headBytes > mostHeadBytes) throw new Http1Error('the headers are too long');
    this.#line.push(taken);
    this.#mustBeginWithHttp();
    if (end < 0) return piece.subarray(piece.byteLength);
    const line = Buffer.concat(this.#line).toString('latin1').replace(/\r$/, '');
    this.#line = [];
    this.#onLine(line);
    return piece.subarray(end + 1);
  }

  /** Data that are no HTTP may have no line end at all, so they are detected by their first bytes. */
  #mustBeginWithHttp(): void {
    if (this.#part.kind !== 'line' || this.#head.length > 0) return;
    const start = Buffer.concat(this.#line.slice(0, 6)).subarray(0, 6);
    // A record of TLS: an alert, or a handshake (RFC 8446, section 5.1).
    if ((start[0] === 21 || start[0] === 22) && start[1] === 3) {
      throw new Http1Error('the server speaks TLS on this port');
    }
    // An empty line may come first (RFC 9112, section 2.2).
    const text = start.toString('latin1').replace(/^\r/, '').toUpperCase();
    if (!'HTTP'.startsWith(text.slice(0, 4))) throw notHttp();
  }

  #onLine(line: string): void {
    switch (this.#part.kind) {
      case 'chunk-size':
        this.#onChunkSize(line);
        return;
      case 'chunk-end':
        if (line !== '') throw new Http1Error('a chunk is longer than its size says');
        this.#part = { kind: 'chunk-size' };
        this.#hasChunk = true;
        return;
      case 'trailer':
        if (line === '') this.#finish();
        return;
      default:
        if (line !== '') this.#head.push(line);
        else if (this.#head.length > 0) this.#onHead();
    }
  }

  #onChunkSize(line: string): void {
    this.#headBytes = 0;
    const size = /^\s*0*([0-9a-f]{1,13})\s*(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new Http1Error('a bad chunk size');
    const left = Number.parseInt(size, 16);
    this.#part = left === 0 ? { kind: 'trailer' } : { kind: 'chunk', left };
  }

  #onHead(): void {
    const [statusLine = '', ...lines] = this.#head;
    this.#head = [];
    this.#headBytes = 0;
    const status = statusOf(statusLine);
    if (status < 200) return;
    const headers = headersOf(lines);
    const part = bodyPart(status, headers);
    this.#events.onHead(status, headers);
    this.#part = part;
    if (part.kind === 'body' && part.left === 0) this.#finish();
  }

  #finish(isWhole = true): void {
    this.#part = { kind: 'done' };
    this.#events.onEnd(isWhole);
  }
}

/** Any version is accepted; a line without a status counts as 200, as in browsers. */
function statusOf(line: string): number {
  if (!/^HTTP/i.test(line)) throw notHttp();
  const status = Number(/^HTTP\S*\s+(\d+)/i.exec(line)?.[1]);
  return status >= 100 && status <= 999 ? status : 200;
}

function notHttp(): Http1Error {
  return new Http1Error('it does not begin with HTTP/1 and a status');
}

function headersOf(lines: readonly string[]): IncomingHttpHeaders {
  const headers: Record<string, string | string[]> = {};
  let last: string | undefined;
  for (const line of lines) {
    if (line.includes('\0')) throw new Http1Error('a header with a NUL in it');
    // A line that begins with white space continues the one before (RFC 9112, section 5.2).
    if (/^[ \t]/.test(line)) {
      const value = last === undefined ? undefined : headers[last];
      if (last === undefined || value === undefined) continue;
      const more = ` ${line.trim()}`;
      headers[last] =
        typeof value === 'string' ? value + more : [...value.slice(0, -1), value.at(-1) + more];
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd().toLowerCase();
    if (name === '') {
      // A line without a colon or a name is ignored, together with the lines that continue it.
      last = undefined;
      continue;
    }
    const value = line.slice(colon + 1).trim();
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    headers[name] = known === undefined ? value : [known, value].flat();
    last = name;
  }
  return headers;
}

/** The length of the body (RFC 9112, section 6.3). */
function bodyPart(status: number, headers: IncomingHttpHeaders): Part {
  if (status === 204 || status === 304) return { kind: 'body', left: 0 };
  const codings = [headers['transfer-encoding'] ?? []].flat().join(',').toLowerCase();
  if (/(?:^|,)\s*chunked\s*$/.test(codings)) return { kind: 'chunk-size' };
  if (codings !== '') return { kind: 'until-close' };
  const lengths = new Set(
    [headers['content-length'] ?? []].flat().flatMap((value) => value.split(/\s*,\s*/)),
  );
  const [length, ...others] = lengths;
  if (length === undefined) return { kind: 'until-close' };
  if (others.length > 0) throw new Http1Error('two Content-Lengths that differ');
  if (/^\d{1,15}$/.test(length)) return { kind: 'body', left: Number(length) };
  // An invalid length is ignored, so that the page is not measured by it.
  delete headers['content-length'];
  return { kind: 'until-close' };
}
