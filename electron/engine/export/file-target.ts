import { openWholeFile, sweepParts } from '../../files/whole-file.ts';
import { storageError } from '../store/storage-error.ts';

export interface FileTarget {
  /** Appends; returns the bytes. */
  write(text: string): Promise<number>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Removes the unfinished file; to be called after a `finish` that failed, too. */
  abandon(): Promise<void>;
}

/**
 * A file that appears whole or not at all; see `openWholeFile`. Leftovers of killed exports beside it are
 * deleted after a day.
 *
 * @throws TrawlError DISK_FULL, READ_ONLY or FILE_ERROR, from every method
 */
export async function openFileTarget(file: string): Promise<FileTarget> {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storageError(error, file);
    }
  };
  const whole = await guard(() => openWholeFile(file));
  // Leftovers that cannot be listed or deleted do not prevent the export.
  await sweepParts(file, Date.now()).catch(() => undefined);
  return {
    write: (text) =>
      guard(async () => {
        const bytes = Buffer.from(text, 'utf8');
        // write() may write only a part; writeFile() continues from the present position to the end.
        await whole.handle.writeFile(bytes);
        return bytes.length;
      }),
    finish: () => guard(whole.finish),
    abandon: whole.abandon,
  };
}
