import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { makeRunFolder } from '../store/run-folder.ts';
import { lockRun } from '../store/run-lock.ts';

/**
 * The right to measure, with a folder for it. Only one process at a time has it, since two would disturb
 * each other's measurements.
 */
interface LabFolder {
  /** Deletes all files in it. */
  close(): Promise<void>;
}

/** @throws TrawlError BUSY if another process measures */
export async function openLabFolder(folder: string): Promise<LabFolder> {
  await makeRunFolder(folder);
  const lock = lockLab(folder);
  return {
    async close() {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      lock.release();
    },
  };
}

/** Deletes the files that a killed process has left; those of a living process stay. */
export async function sweepLabFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  try {
    await (await openLabFolder(folder)).close();
  } catch (error) {
    if (!(error instanceof TrawlError && error.code === 'BUSY')) throw error;
  }
}

function lockLab(folder: string) {
  try {
    return lockRun(folder);
  } catch (error) {
    if (!(error instanceof TrawlError && error.code === 'BUSY')) throw error;
    throw new TrawlError(
      'BUSY',
      'Another window or command of Trawl is measuring. Two at once would measure each other: wait for it, or stop it there.',
      { retryable: true },
    );
  }
}
