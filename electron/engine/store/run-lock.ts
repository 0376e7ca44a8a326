import { existsSync, rmSync, statSync } from 'node:fs';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { Sqlite } from './sqlite.ts';

/** The right to write a run, held by at most one owner at a time. */
export interface RunLock {
  release(): void;
}

export const lockFileOf = (runFile: string): string => `${runFile}.lock`;

/**
 * Takes the lock of a run: an exclusive SQLite lock on an empty file beside it. The operating system
 * releases it when the owner dies, however it dies, so that it is never stale; a process id in a file would
 * be, once the id is given to another process after a restart.
 *
 * @throws TrawlError BUSY if another process (or this one) has the run open
 */
export function lockRun(runFile: string): RunLock {
  const file = lockFileOf(runFile);
  const before = existsSync(file) ? statSync(file).ino : undefined;
  const lock = new Sqlite(file);
  try {
    // No prepared statement here: it would keep the file, and so the lock, beyond close(). The time-out is
    // longer than a reader's check of the lock.
    lock.exec('PRAGMA busy_timeout = 250; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
    // An owner that was just ending may have deleted the file between our opening and locking it.
    if (before !== undefined && (!existsSync(file) || statSync(file).ino !== before)) throw busy();
  } catch (error) {
    lock.close();
    throw error instanceof TrawlError && error.code === 'BUSY' ? busy() : error;
  }
  return {
    release() {
      // Windows deletes no open file; on other systems the lock must still be held during the deletion.
      if (process.platform === 'win32') lock.close();
      removeLockFile(file);
      if (process.platform !== 'win32') lock.close();
    },
  };
}

function removeLockFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    // A reader is checking it (Windows): an empty file without a lock has no effect.
    if (existsSync(file) && statSync(file).size > 0) throw error;
  }
}

function busy(): TrawlError {
  return new TrawlError(
    'BUSY',
    'This run is open in another window or command of Trawl. Stop it there, or wait until it ends.',
    { retryable: true },
  );
}

/** @throws TrawlError BUSY if a living process owns the run */
export function refuseOwned(runFile: string): void {
  if (isLocked(runFile)) throw busy();
}

/** Whether a living process owns the run. */
export function isLocked(runFile: string): boolean {
  const file = lockFileOf(runFile);
  if (!existsSync(file)) return false;
  const look = new Sqlite(file);
  try {
    look.exec('SELECT 1 FROM sqlite_master');
    return false;
  } catch (error) {
    if (error instanceof TrawlError && error.code === 'BUSY') return true;
    throw error;
  } finally {
    look.close();
  }
}
