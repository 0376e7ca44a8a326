import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { jobIdSchema } from '#shared/ipc/job-library.ts';
import type { Log } from '../log.ts';
import { type StoredJob, storedJobSchema } from './stored-job.ts';

export const jobFileName = 'job.json';
export const listFileName = 'urls.txt';
export const secretsFileName = 'secrets.bin';

interface LoadedJob {
  readonly id: string;
  readonly job: StoredJob;
  readonly listBytes: number;
}

/** Every job in `folder`. One that cannot be read is left as it is, said in the log, and passed over. */
export async function loadJobs(folder: string, log: Log): Promise<LoadedJob[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && jobIdSchema.safeParse(entry.name).success)
    .map(({ name }) => name);
  const loaded = await Promise.all(names.map((id) => loadJob(folder, id, log)));
  return loaded.filter((job) => job !== null);
}

async function loadJob(folder: string, id: string, log: Log): Promise<LoadedJob | null> {
  try {
    await removeParts(join(folder, id));
    const text = await readFile(join(folder, id, jobFileName), 'utf8');
    const parsed = storedJobSchema.safeParse(JSON.parse(text));
    if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
    return { id, job: parsed.data, listBytes: await sizeOf(join(folder, id, listFileName)) };
  } catch (error) {
    log.error(`The job in ${join(folder, id)} cannot be read`, error);
    return null;
  }
}

/** What a write that was cut off left behind. */
async function removeParts(folder: string): Promise<void> {
  const parts = (await readdir(folder)).filter((name) => name.endsWith('.part'));
  await Promise.all(parts.map((name) => rm(join(folder, name), { force: true })));
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
