import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { TrawlError } from '#shared/errors/trawl-error.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const chunkBytes = 262_144;

/**
 * Copies a text file into the library as UTF-8 without a byte order mark, as a stream: a list of
 * any size, without holding it.
 *
 * @param source a path, or a file that is open already: it is read from its front, and stays open
 * @throws TrawlError BAD_INPUT when the file is not text
 */
export async function takeInList(source: string | FileHandle, target: string): Promise<void> {
  const found = await (typeof source === 'string' ? stat(source) : source.stat());
  if (!found.isFile()) {
    throw new TrawlError('BAD_INPUT', 'This is not a file. Open a .txt or .csv file.');
  }
  const encoding = await encodingOf(source);
  await pipeline(
    chunksOf(source),
    (chunks: AsyncIterable<Buffer>) => decoded(chunks, encoding),
    createWriteStream(target),
  );
}

function chunksOf(source: string | FileHandle): Readable {
  const options = { highWaterMark: chunkBytes };
  return typeof source === 'string'
    ? createReadStream(source, options)
    : source.createReadStream({ ...options, start: 0, autoClose: false });
}

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === 'windows-1252') {
    for await (const chunk of chunks) yield windows1252(chunk);
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** By the byte order mark; otherwise UTF-8 where the whole file is UTF-8. */
async function encodingOf(source: string | FileHandle): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  for await (const chunk of chunksOf(source) as AsyncIterable<Buffer>) {
    if (first) {
      first = false;
      if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
      if (chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
      if (chunk.subarray(0, 8192).includes(0)) {
        throw new TrawlError(
          'BAD_INPUT',
          'This file is not a text file. Open a .txt or .csv file with one URL a line.',
        );
      }
    }
    if (!isUtf8(decoder, chunk, true)) return 'windows-1252';
  }
  return isUtf8(decoder, Buffer.alloc(0), false) ? 'utf-8' : 'windows-1252';
}

function isUtf8(decoder: TextDecoder, chunk: Buffer, stream: boolean): boolean {
  try {
    decoder.decode(chunk, { stream });
    return true;
  } catch {
    return false;
  }
}

/** Node's own decoder of this label is wrong in 0x80 to 0x9F; elsewhere it is Latin-1. */
const windows1252High = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function windows1252(chunk: Buffer): string {
  return chunk
    .toString('latin1')
    .replace(
      /[\u0080-\u009f]/g,
      (character) => windows1252High[character.charCodeAt(0) - 0x80] ?? character,
    );
}
