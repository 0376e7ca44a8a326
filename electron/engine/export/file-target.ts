import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { storageError } from '../store/storage-error.ts';

export interface FileTarget {
  /** Appends; returns the bytes. */
  write(text: string): Promise<number>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind; after a `finish` that failed, too. */
  abandon(): Promise<void>;
}

/**
 * A file that is there whole or not at all: written beside as `.NAME.part`, brought to the disk, and
 * only then given its name. What stood under that name stays until then.
 *
 * @throws TrawlError DISK_FULL, READ_ONLY or FILE_ERROR, from every method
 */
export async function openFileTarget(file: string): Promise<FileTarget> {
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
