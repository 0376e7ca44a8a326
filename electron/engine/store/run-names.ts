import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runIdSchema } from '#shared/engine-protocol/protocol.ts';
import { storageError } from './storage-error.ts';

const extension = '.sqlite';

/** The place where a run is stored. */
export function runFilePath(folder: string, runId: string): string {
  return join(folder, `${runIdSchema.parse(runId)}${extension}`);
}

/** The place of another run of the same folder. */
export function runFileBeside(runFile: string, runId: string): string {
  return runFilePath(dirname(runFile), runId);
}

/** The ids of the runs in a folder, newest first; empty if there is no such folder. */
export async function listRunIds(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw storageError(error, folder);
  });
  return names
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .filter((id) => runIdSchema.safeParse(id).success)
    .sort()
    .reverse();
}
