import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { storageError } from '../store/storage-error.ts';

/** Where an export goes. Exactly one of `finish` and `abandon` is called, once, at the end. */
export interface TextTarget {
  /** Resolves when there is room for more. Returns the bytes. */
  write(text: string): Promise<number>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/**
 * A file that is there whole or not at all: written beside as `.NAME.part`, brought to the disk, and
 * only then given its name. What stood under that name stays until then.
 *
 * @throws TrawlError DISK_FULL, READ_ONLY or FILE_ERROR, from every method
 */
export async function openFileTarget(file: string): Promise<TextTarget> {
  const part = join(dirname(file), `.${basename(file)}.part`);
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storageError(error, file);
    }
  };
  const handle: FileHandle = await guard(() => open(part, 'w'));
  return {
    write: (text) =>
      guard(async () => {
        const bytes = Buffer.from(text, 'utf8');
        // write() may take a part only; writeFile() goes on from the present position to the end.
        await handle.writeFile(bytes);
        return bytes.length;
      }),
    finish: () =>
      guard(async () => {
        await handle.sync();
        await handle.close();
        await rename(part, file);
      }),
    async abandon() {
      await handle.close();
      await rm(part, { force: true });
    },
  };
}

/** A stream that somebody else owns: standard output, say. It is written to, never ended. */
export function streamTarget(stream: Writable): TextTarget {
  // A failed write is told to its caller; unheard, the event would end the process as well.
  const told = (): void => undefined;
  stream.on('error', told);
  const leave = (): Promise<void> => {
    stream.off('error', told);
    return Promise.resolve();
  };
  return {
    write(text) {
      const bytes = Buffer.from(text, 'utf8');
      return new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error ? reject(error) : resolve(bytes.length)));
      });
    },
    finish: leave,
    abandon: leave,
  };
}
