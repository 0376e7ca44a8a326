import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { formatBytes } from '#shared/format.ts';
import { ListDecoder } from '../../files/list-decoder.ts';
import { sitemapLimits } from './sitemap-limits.ts';

/** A small piece: the engine's loop is free again between two of them. */
const pieceBytes = 65_536;

/**
 * The text of a sitemap in pieces, unpacked if it is packed with gzip, whatever its name and type say.
 *
 * @throws Error whose message says why the rest cannot be read, without a full stop
 */
export async function* textOfSitemap(body: Uint8Array): AsyncGenerator<string> {
  const decoder = new ListDecoder();
  const isPacked = body[0] === 0x1f && body[1] === 0x8b;
  for await (const bytes of isPacked ? unpacked(body) : pieces(body)) yield decoder.decode(bytes);
  yield decoder.end();
}

async function* pieces(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += pieceBytes) {
    yield body.subarray(at, at + pieceBytes);
    await turn();
  }
}

async function* unpacked(body: Uint8Array): AsyncGenerator<Uint8Array> {
  const most = sitemapLimits.unpackedBytes;
  const packed = Readable.from(pieces(body));
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  packed.pipe(gunzip);
  let total = 0;
  try {
    for await (const bytes of gunzip as AsyncIterable<Buffer>) {
      total += bytes.length;
      if (total > most) throw new Error(`it unpacks to more than ${formatBytes(most)}`);
      yield bytes;
    }
  } catch (cause) {
    if (total > most) throw cause;
    throw new Error('the packed file is broken or breaks off', { cause });
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}
