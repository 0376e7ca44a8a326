import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { request } from 'undici';

export interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body after content decoding. */
  readonly body: Buffer;
  readonly coding: string;
}

/** One GET, for the tests: no redirects followed, no retry. */
export async function ask(url: string, headers: Record<string, string> = {}): Promise<Asked> {
  const answer = await request(url, { headers });
  const raw = Buffer.from(await answer.body.arrayBuffer());
  const coding = String(answer.headers['content-encoding'] ?? 'identity');
  return { status: answer.statusCode, headers: answer.headers, body: decode(raw, coding), coding };
}

function decode(body: Buffer, coding: string): Buffer {
  switch (coding) {
    case 'gzip':
      return gunzipSync(body);
    case 'deflate':
      return inflateSync(body);
    case 'br':
      return brotliDecompressSync(body);
    default:
      return body;
  }
}
