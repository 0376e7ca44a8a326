import { copyFile, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import type { Job } from '#shared/job/job.ts';
import { replaceFile, writeFileAtomically } from '../atomic-file.ts';
import { fileTrouble } from '../file-trouble.ts';
import { checkJob } from './check-job.ts';
import type { JobLibrary } from './job-library.ts';

const maxInlineBytes = 1_048_576;
const maxInlineLines = 10_000;

/** Writes the job as a job file; a long list, or one with columns, goes into a file beside it. */
export async function exportJobFile(library: JobLibrary, id: string, file: string): Promise<void> {
  const job = library.get(id);
  checkJob(job);
  try {
    const inline = await inlineUrls(library.listFile(id), job.listFormat, job.listBytes);
    const urls = inline ?? (await listBeside(library.listFile(id), job.listFormat, file));
    await writeFileAtomically(file, `${JSON.stringify(checkJob(job, urls), null, 2)}\n`);
  } catch (error) {
    throw fileTrouble(error, 'the job could not be exported');
  }
}

async function inlineUrls(
  list: string,
  format: ListFormat,
  bytes: number,
): Promise<string[] | null> {
  if (format.kind === 'csv' || bytes > maxInlineBytes) return null;
  const lines = (await readFile(list, 'utf8')).split('\n').map((line) => line.trim());
  const urls = lines.filter((line) => line !== '');
  return urls.length < maxInlineLines ? urls : null;
}

async function listBeside(list: string, format: ListFormat, jobFile: string): Promise<Job['urls']> {
  const name = basename(jobFile, extname(jobFile));
  const file = `${name}-urls${format.kind === 'csv' ? '.csv' : '.txt'}`;
  const target = join(dirname(jobFile), file);
  await copyFile(list, `${target}.part`);
  await replaceFile(`${target}.part`, target);
  return format.kind === 'csv' ? { file, column: format.column, carry: format.carry } : { file };
}
