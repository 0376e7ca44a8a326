import { constants } from 'node:fs';
import { access, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { pageFileOf } from '../pages/page-file.ts';
import { journalFileOf } from './flight-journal.ts';
import { releaseClosedFiles } from './release-files.ts';
import { isLocked, lockFileOf } from './run-lock.ts';
import { storageError } from './storage-error.ts';

/** @throws TrawlError READ_ONLY, DISK_FULL or FILE_ERROR */
export async function makeRunFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    // For a disk that cannot be written, `mkdir` reports that the path does not exist.
    const parent = dirname(folder);
    const reason = await access(parent, constants.W_OK).then(
      () => error,
      (why: unknown) => why,
    );
    throw storageError(reason, parent);
  }
}

/**
 * Deletes a run. Readers must have released it (`Reader.release`).
 *
 * @throws TrawlError BUSY while a living process owns it
 */
export async function deleteRun(runFile: string): Promise<void> {
  if (isLocked(runFile)) {
    throw new TrawlError('BUSY', 'This run is still going on. Stop it first, then delete it.');
  }
  await releaseClosedFiles();
  try {
    // The database is deleted last: if this is cut off, the remaining files are still a run.
    const beside = [
      lockFileOf(runFile),
      journalFileOf(runFile),
      pageFileOf(runFile),
      `${runFile}-shm`,
      `${runFile}-wal`,
    ];
    for (const file of [...beside, runFile]) {
      await rm(file, { force: true, maxRetries: 5 });
    }
  } catch (error) {
    throw storageError(error, runFile);
  }
}
