import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { LibraryJob, ListFormat } from '#shared/ipc/job-library.ts';
import { readsPatterns } from '#shared/ipc/list-format.ts';
import type { Job } from '#shared/job/job.ts';
import { writeWholeFile } from '../../files/whole-file.ts';
import { fileTrouble } from '../file-trouble.ts';
import { checkJob } from './check-job.ts';
import type { JobLibrary } from './job-library.ts';
import { listOptionsOf } from './list-options-of.ts';

const maxInlineBytes = 1_048_576;
const maxInlineLines = 10_000;

/** Writes the job as a job file; a long list, or one with columns, is written to a file beside it. */
export async function exportJobFile(library: JobLibrary, id: string, file: string): Promise<void> {
  const job = withPatterns(library.get(id));
  checkJob(job);
  try {
    const inline = await inlineUrls(library.listFile(id), job.listFormat, job.listBytes);
    const urls = inline ?? (await listBeside(library.listFile(id), job.listFormat, file));
    await writeWholeFile(file, `${JSON.stringify(checkJob(job, urls), null, 2)}\n`);
  } catch (error) {
    throw fileTrouble(error, 'the job could not be exported');
  }
}

/** In a job file, the default for patterns is off. */
function withPatterns(job: LibraryJob): LibraryJob {
  const { patterns: _, ...options } = job.options;
  return { ...job, options: readsPatterns(job) ? { ...options, patterns: true } : options };
}

async function inlineUrls(
  list: string,
  format: ListFormat,
  bytes: number,
): Promise<string[] | null> {
  if (format.kind !== 'lines' || bytes > maxInlineBytes) return null;
  const lines = (await readFile(list, 'utf8')).split(/\r\n|\r|\n/);
  // Blank lines are kept, so that a line has the same number in the job file; the last line end adds no line.
  if (lines.at(-1) === '') lines.pop();
  return lines.length <= maxInlineLines ? lines : null;
}

async function listBeside(list: string, format: ListFormat, jobFile: string): Promise<Job['urls']> {
  const name = `${basename(jobFile, extname(jobFile))}-urls`;
  const file = await copyUnderNewName(list, dirname(jobFile), name, extensions[format.kind]);
  return { file, ...listOptionsOf(format) };
}

const extensions: Readonly<Record<ListFormat['kind'], string>> = {
  lines: '.txt',
  csv: '.csv',
  feed: '.xml',
};

/**
 * The person has chosen only the name of the job file: an existing file stays unless it holds the same list,
 * and the list gets a number behind its name.
 */
async function copyUnderNewName(
  list: string,
  folder: string,
  name: string,
  extension: string,
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const file = `${name}${number === 1 ? '' : `-${number}`}${extension}`;
    const target = join(folder, file);
    const handle = await openNew(target);
    if (handle === null) {
      if (await holdTheSame(list, target)) return file;
      continue;
    }
    try {
      await pipeline(createReadStream(list), handle.createWriteStream({ flush: true }));
      return file;
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  }
}

/** Null if the name is taken, even by a link that leads nowhere. */
async function openNew(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
}

async function holdTheSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([stat(one), stat(other).catch(() => null)]);
  if (!second?.isFile() || first.size !== second.size) return false;
  return (await digestOf(one)).equals(await digestOf(other));
}

async function digestOf(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest();
}
