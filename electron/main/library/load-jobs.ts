import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { jobIdSchema } from '#shared/ipc/job-library.ts';
import { fileReason } from '../../files/file-reason.ts';
import type { Log } from '../log.ts';
import { parseStoredJob } from './parse-stored-job.ts';
import type { StoredJob } from './stored-job.ts';

export const jobFileName = 'job.json';
export const listFileName = 'urls.txt';
export const secretsFileName = 'secrets.bin';

interface LoadedJob {
  readonly id: string;
  readonly job: StoredJob;
  readonly listBytes: number;
}

/** A job whose file is damaged or missing: it is left unchanged, and shown. */
export interface UnreadableJob {
  readonly id: string;
  /** As far as the file is readable; empty otherwise. */
  readonly name: string;
  /** The problem, as a sentence. */
  readonly message: string;
  readonly file: string;
  readonly changedMs: number;
}

export interface LoadedJobs {
  readonly jobs: readonly LoadedJob[];
  readonly unreadable: readonly UnreadableJob[];
}

/** Loads every job in `folder`. */
export async function loadJobs(folder: string, log: Log): Promise<LoadedJobs> {
  // A folder may be a link: one that leads nowhere is a job that cannot be read.
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .filter((entry) => jobIdSchema.safeParse(entry.name).success)
    .map(({ name }) => name);
  const jobs: LoadedJob[] = [];
  const unreadable: UnreadableJob[] = [];
  for (const loaded of await Promise.all(names.map((id) => loadJob(folder, id)))) {
    if (loaded === null) continue;
    if ('job' in loaded) jobs.push(loaded);
    else {
      log.error(`The job in ${loaded.file} cannot be read: ${loaded.message}`);
      unreadable.push(loaded);
    }
  }
  return { jobs, unreadable };
}

/** Null for an empty folder, left by an interrupted start; it is removed. */
async function loadJob(root: string, id: string): Promise<LoadedJob | UnreadableJob | null> {
  const folder = join(root, id);
  const file = join(folder, jobFileName);
  let changedMs = 0;
  const unreadable = (name: string, message: string): UnreadableJob => ({
    id,
    name,
    message,
    file,
    changedMs,
  });
  try {
    await removeParts(folder);
    changedMs = (await stat(file)).mtimeMs;
    const parsed = parseStoredJob(await readFile(file, 'utf8'));
    if (!parsed.ok) return unreadable(parsed.name, parsed.message);
    return { id, job: parsed.job, listBytes: await sizeOf(join(folder, listFileName)) };
  } catch (error) {
    if (await removeIfEmpty(folder)) return null;
    return unreadable('', `The file cannot be read: ${fileReason(error)}.`);
  }
}

/** Leftovers of an interrupted write. */
async function removeParts(folder: string): Promise<void> {
  const parts = (await readdir(folder)).filter((name) => name.endsWith('.part'));
  await Promise.all(parts.map((name) => rm(join(folder, name), { force: true })));
}

/** A new job begins as a folder with an empty list. */
async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    const names = await readdir(folder);
    if (names.some((name) => name !== listFileName)) return false;
    if ((await sizeOf(join(folder, listFileName))) > 0) return false;
    await rm(join(folder, listFileName), { force: true });
    await rmdir(folder);
    return true;
  } catch {
    // The folder stays, and is shown as a job that cannot be read.
    return false;
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
