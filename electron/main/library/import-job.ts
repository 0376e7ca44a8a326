import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import { formatOfGlance } from '#shared/ipc/list-format.ts';
import type { Job, UrlFile } from '#shared/job/job.ts';
import { optionsOfFile } from '#shared/job/options-of-file.ts';
import { describeProblem, parseJobText } from '#shared/job/parse-job.ts';
import { quoted } from '#shared/plain-text.ts';
import { openJobList } from '../../files/open-job-list.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { GlanceAtList } from './glance-at-list.ts';
import type { JobLibrary } from './job-library.ts';
import { formatOfFile } from './list-options-of.ts';
import type { JobContent } from './stored-job.ts';
import { takeInList } from './take-in-list.ts';

const maxJobBytes = 256 * 1_048_576;

/**
 * Imports a job file into the library, its list included.
 *
 * @throws TrawlError BAD_JOB that names the place of every problem (the first five)
 */
export async function importJobFile(
  library: JobLibrary,
  file: string,
  glanceAt: GlanceAtList,
): Promise<LibraryJob> {
  const job = await readJobFile(file);
  const { urls, sitemaps } = job;
  if (sitemaps !== undefined) {
    throw new TrawlError(
      'BAD_JOB',
      `The list of ${quoted(basename(file), 255)} comes from sitemaps, which "trawl run" reads. For the window, take "sitemaps" out of the file, and use "From a sitemap…" once it is imported.`,
    );
  }
  if (Array.isArray(urls)) return importJob(library, job);
  const { handle } = await openJobList(file, urls.file);
  try {
    const { id } = await library.create(contentOf(job), (target) => takeInList(handle, target));
    await readAsFound(library, id, urls, glanceAt);
    return library.get(id);
  } finally {
    await handle.close();
  }
}

/**
 * Reads a list by its content where the job file leaves that open, as the command line does. If that fails,
 * as for a column that does not exist, the settings of the job file stay: the URLs tab reads with them and
 * shows the reason.
 */
async function readAsFound(
  library: JobLibrary,
  jobId: string,
  urls: UrlFile,
  glanceAt: GlanceAtList,
): Promise<void> {
  const glance = await glanceAt(jobId, optionsOfFile(urls), urls.file).catch(() => null);
  if (glance !== null) await library.save(jobId, { listFormat: formatOfGlance(glance) });
}

/** Imports a job whose URLs are in its file. */
export function importJob(library: JobLibrary, job: Job): Promise<LibraryJob> {
  const lines = Array.isArray(job.urls) ? job.urls : [];
  const text = lines.map((line) => `${line.replace(/[\r\n]+/g, ' ')}\n`).join('');
  return library.create(contentOf(job), (target) => writeFile(target, text));
}

async function readJobFile(file: string): Promise<Job> {
  const text = await readText(file);
  const parsed = parseJobText(text);
  if (parsed.ok) return parsed.job;
  const shown = parsed.problems.slice(0, 5).map(describeProblem);
  const more = parsed.problems.length - shown.length;
  throw new TrawlError(
    'BAD_JOB',
    [
      `${quoted(basename(file), 255)} is not a job that Trawl can open.`,
      ...shown,
      ...(more > 0 ? [`And ${more} more.`] : []),
    ].join('\n'),
  );
}

async function readText(file: string): Promise<string> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new TrawlError('BAD_JOB', 'This is not a file. Open a job file.');
    if (found.size > maxJobBytes) {
      throw new TrawlError(
        'BAD_JOB',
        'This job file is too large. Put its URLs into a list file and name that file in "urls".',
      );
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileTrouble(error, 'the job file could not be read');
  }
}

function contentOf({ name, each, fields, next, options, urls, sample }: Job): JobContent {
  return {
    name,
    each: each ?? '',
    fields: [...fields],
    // In a job file the default for patterns is off; in a typed list it is on.
    options: { ...options, patterns: options?.patterns ?? false },
    sample,
    next: next ?? null,
    listFormat: Array.isArray(urls) ? { kind: 'lines' } : formatOfFile(urls),
  };
}
