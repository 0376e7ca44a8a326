import { createReadStream, type ReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { mostOfPath, quoted } from '#shared/plain-text.ts';
import { ListDecoder } from './list-decoder.ts';

export interface TextPiece {
  readonly text: string;
  /** The number of bytes of the file read so far. */
  readonly bytes: number;
}

const pieceBytes = 262_144;

/**
 * Reads a text file in pieces, in any encoding (see `ListDecoder`); a file packed with gzip is unpacked on
 * the way.
 *
 * @param source a path, or a file that is open already: it is read from its start, and stays open
 * @param how `isUtf8`: the file is UTF-8, even if its bytes or an XML declaration suggest another encoding
 * @throws TrawlError BAD_INPUT for a file that is no text, FILE_ERROR for one that cannot be read
 */
export async function* readText(
  source: string | FileHandle,
  { signal, isUtf8 = false }: { readonly signal?: AbortSignal; readonly isUtf8?: boolean } = {},
): AsyncGenerator<TextPiece> {
  const decoder = new ListDecoder(isUtf8 ? new TextDecoder('utf-8') : null);
  let isFirst = true;
  const textOf = (piece: Uint8Array): string => {
    const text = decoder.decode(piece);
    if (!isFirst || text === '') return text;
    isFirst = false;
    return text.replace(/^\uFEFF+/, '');
  };
  const file = bytesOf(source);
  try {
    for await (const piece of unpacked(file)) {
      signal?.throwIfAborted();
      yield { text: textOf(piece), bytes: file.bytesRead };
    }
    yield { text: textOf(new Uint8Array(0)) + decoder.end(), bytes: file.bytesRead };
  } catch (error) {
    throw readTrouble(error, typeof source === 'string' ? source : '');
  } finally {
    file.destroy();
  }
}

function bytesOf(source: string | FileHandle): ReadStream {
  const options = { highWaterMark: pieceBytes };
  return typeof source === 'string'
    ? createReadStream(source, options)
    : source.createReadStream({ ...options, start: 0, autoClose: false });
}

/** The bytes of a file; if it begins like gzip (RFC 1952), unpacked. */
async function* unpacked(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = file[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) return;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* all();
    return;
  }
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const packed = Readable.from(all());
  packed.on('error', (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

/** The error that ended the reading of a list, as a sentence that names the list if its path is known. */
export function readTrouble(error: unknown, path: string): unknown {
  const list = path === '' ? 'The list' : `The list ${quoted(path, mostOfPath)}`;
  if (error instanceof TrawlError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') {
    const message = `${list} is packed with gzip and damaged: it cannot be read to its end.`;
    return new TrawlError('BAD_INPUT', message, { cause: error });
  }
  if (code === 'ENOENT') {
    const message = `${list} is not there. Check its name, and that the file was not moved.`;
    return new TrawlError('BAD_INPUT', message, { cause: error });
  }
  if (code === 'EISDIR') {
    return new TrawlError('BAD_INPUT', `${list} is a folder.`, { cause: error });
  }
  if (/^E[A-Z]+$/.test(code)) {
    const message = `${list} cannot be read (${code}). Check that the file is still there and that you may read it.`;
    return new TrawlError('FILE_ERROR', message, { cause: error });
  }
  return error;
}
