import { createWriteStream } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { TrawlError } from '#shared/errors/trawl-error.ts';

const xmlEncoding = /^(\s*<\?xml\s[^>]*?\sencoding\s*=\s*["'])[\w.:-]{2,40}/;

/** A longer list is a mistake, or a compressed file made to fill the disk. */
const mostListChars = 2_000_000_000;

/**
 * Copies a list into the library as UTF-8 without a byte order mark and unpacked, as a stream: the size of
 * the list does not matter for memory.
 *
 * @param source a path, or a file that is open already: it is read from its start, and stays open
 * @throws TrawlError BAD_INPUT if the file is no text, is damaged or too long
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
  // The decoders are loaded for the first list, and not when the window opens.
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
    // The written text is UTF-8, and its XML declaration must say so.
    if (text !== '') yield chars === text.length ? text.replace(xmlEncoding, '$1UTF-8') : text;
  }
}
