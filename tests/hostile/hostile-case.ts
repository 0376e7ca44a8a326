import type { RequestNote } from '#shared/engine-protocol/results.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import type { HostileSite } from './hostile-site.ts';

/** One defect of the web, and the result that the person running the job should see. */
export interface HostileCase {
  /** The text for docs/hostile-web.md, beside the line of the catalogue that the case belongs to. */
  readonly name: string;
  /** Starts the server and returns the URL. */
  readonly serve: (site: HostileSite, name: string) => string | Promise<string>;
  readonly expect: Expected;
  /** The number of copies in the mixed job; lower for cases that keep a processor busy. Default: 8. */
  readonly copies?: number;
}

export interface Expected {
  /** `page`: a row was extracted from it. */
  readonly code: ErrorCode | 'page';
  /** The other result that is accepted on a busy system. */
  readonly or?: ErrorCode;
  /** Matches the sentence of the failure. */
  readonly sentence?: RegExp;
  /** The value of the field `title`; by default the name of the case. */
  readonly title?: string | RegExp;
  /** Default: the job's number of attempts where another attempt may help, else one. */
  readonly attempts?: number;
  readonly notes?: readonly RequestNote[];
  readonly status?: number | null;
  readonly finalUrl?: RegExp;
  /** The server's own text about the failure. */
  readonly said?: string | RegExp | null;
  /** `limit`: the request ends when a limit of the job applies, not before. Otherwise long before. */
  readonly ends?: 'limit' | 'at once';
}

/** The smallest page that gives a row. */
export function pageOf(title: string): string {
  return `<!doctype html><title>x</title><h1>${title}</h1>`;
}

/** An answer as bytes on the wire. Header lines without their line ends. */
export function answer(
  body: string | Uint8Array,
  headers: readonly string[] = [],
  statusLine = 'HTTP/1.1 200 OK',
): Buffer {
  const bytes = Buffer.from(body as string);
  const framed = headers.some((line) => /^(content-length|transfer-encoding)\b/i.test(line));
  const lines = [
    statusLine,
    ...(headers.some((line) => /^content-type\b/i.test(line)) ? [] : ['Content-Type: text/html']),
    ...headers,
    ...(framed ? [] : [`Content-Length: ${bytes.byteLength}`]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}
