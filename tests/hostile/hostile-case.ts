import type { RequestNote } from '#shared/engine-protocol/results.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import type { HostileSite } from './hostile-site.ts';

/** One way in which the web goes wrong, and what the person running the job should see. */
export interface HostileCase {
  /** Stands in docs/hostile-web.md, beside the line of the catalogue that it is for. */
  readonly name: string;
  /** Brings the server up and gives the URL. */
  readonly serve: (site: HostileSite, name: string) => string | Promise<string>;
  readonly expect: Expected;
  /** How often it stands in the mixed job; less for what keeps a processor busy. Default: 10. */
  readonly copies?: number;
}

export interface Expected {
  /** `page`: a row was taken from it. */
  readonly code: ErrorCode | 'page';
  /** What a busy system may tell in its stead. */
  readonly or?: ErrorCode;
  /** Matches the sentence of the failure. */
  readonly sentence?: RegExp;
  /** What the field `title` holds; by default the name of the case. */
  readonly title?: string | RegExp;
  /** Default: as often as the job says for what is worth another try, else once. */
  readonly attempts?: number;
  readonly notes?: readonly RequestNote[];
  readonly status?: number | null;
  readonly finalUrl?: RegExp;
  /** What the server said of it. */
  readonly said?: string | RegExp | null;
  /** `limit`: it ends when a limit of the job strikes, not before. Otherwise long before. */
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
