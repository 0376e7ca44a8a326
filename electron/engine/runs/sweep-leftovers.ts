import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { openRunForReading } from '../store/open-for-reading.ts';
import { deleteRun } from '../store/run-folder.ts';

/** Long enough for any start to be over, in this process or another. */
const oldMs = 86_400_000;

/**
 * Deletes the remains of interrupted starts in the folder of the runs: copies of lists and kept
 * pages without a run, and files that never became a run.
 *
 * @param names the files in the folder, read before the start that sweeps creates its own files, which
 *   could look old if the clock was changed meanwhile
 */
export async function sweepLeftovers(
  folder: string,
  names: ReadonlySet<string>,
  nowMs: number,
): Promise<void> {
  for (const name of names) {
    const run = /^(.+)(?:\.sqlite|(\.sqlite\.list|\.sqlite\.list\.json|\.warc\.gz))$/.exec(name);
    const [, id = '', beside] = run ?? [];
    if (run === null || (beside !== undefined && names.has(`${id}.sqlite`))) continue;
    const file = join(folder, name);
    // Files that cannot be examined were not left by a start.
    const found = await lstat(file).catch(() => null);
    if (!found?.isFile()) continue;
    const { mtimeMs, size } = found;
    if (nowMs - mtimeMs < oldMs) continue;
    if (beside !== undefined) await rm(file, { force: true });
    else if (size <= headerBytes && isUnborn(file)) await deleteRun(file);
  }
}

/** A database without a table has one page at the most. */
const headerBytes = 4096;

function isUnborn(file: string): boolean {
  try {
    openRunForReading(file).close();
    return false;
  } catch (error) {
    return error instanceof TrawlError && error.code === 'NOT_FOUND';
  }
}
