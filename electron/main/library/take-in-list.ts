import { createWriteStream } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { TrawlError } from '#shared/errors/trawl-error.ts';

const xmlEncoding = /^(\s*<\?xml\s[^>]*?\sencoding\s*=\s*["'])[\w.:-]{2,40}/;

/** A list that is longer is a slip, or a packed file made to fill the disk. */
const mostListChars = 2_000_000_000;

/**
 * Copies a list into the library as UTF-8 without a byte order mark and unpacked, as a stream: a list
 * of any size, without holding it.
 *
 * @param source a path, or a file that is open already: it is read from its front, and stays open
 * @throws TrawlError BAD_INPUT when the file is no text, is damaged or too long
 */
export async function takeInList(
  source: string | FileHandle,
  target: string,
  mostChars = mostListChars,
): Promise<void> {
  const found = await (typeof source === 'string' ? stat(source) : source.stat());
  if (!found.isFile()) {
    throw new TrawlError(
      'BAD_INPUT',
      'This is not a file. Open a text file, a table or a sitemap.',
    );
  }
  await pipeline(textOf(source, mostChars), createWriteStream(target));
}

async function* textOf(source: string | FileHandle, mostChars: number): AsyncGenerator<string> {
  // The decoders are read when the first list comes, and not when the window opens.
  const { readText } = await import('../../files/read-text.ts');
  let chars = 0;
  for await (const { text } of readText(source)) {
    chars += text.length;
    if (chars > mostChars) {
      throw new TrawlError(
        'BAD_INPUT',
        'This list is too long: it holds more than 2 GB of text. Cut it into several files.',
      );
    }
    // What is written is UTF-8, and is to say so.
    if (text !== '') yield chars === text.length ? text.replace(xmlEncoding, '$1UTF-8') : text;
  }
}
