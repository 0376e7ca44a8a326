import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { checkRules } from '#engine/public-checks.ts';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatCount } from '#shared/format.ts';
import type { Job, JobRules } from '#shared/job/job.ts';
import type { ListOptions } from '#shared/job/list-options.ts';
import { optionsOfFile } from '#shared/job/options-of-file.ts';
import { describeProblem, parseJobText } from '#shared/job/parse-job.ts';
import type { Sitemap } from '#shared/job/sitemaps.ts';
import { placeInFile } from '#shared/job/upgrade.ts';
import { mostOfPath, plainText } from '#shared/plain-text.ts';
import { fileReason } from '../../files/file-reason.ts';
import { openJobList } from '../../files/open-job-list.ts';

/** The number of problems of a job file that are reported. */
const mostProblems = 20;

export interface LoadedJob {
  readonly rules: JobRules;
  readonly input: InputSource;
}

/**
 * A job file, read and checked, including its selectors and expressions.
 *
 * @throws TrawlError BAD_JOB with a line for each problem (the first 20) and its place.
 */
export async function readJob(file: string): Promise<Job> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new TrawlError(
      'BAD_JOB',
      `${plainText(file, mostOfPath)} cannot be read: ${fileReason(cause)}.`,
      { cause },
    );
  }
  const parsed = parseJobText(text);
  const problems = parsed.ok
    ? (await checkRules(parsed.job)).map(({ place, message }) => ({
        place: placeInFile(place, parsed.version),
        message,
      }))
    : parsed.problems;
  if (parsed.ok && problems.length === 0) return parsed.job;
  const lines = problems.slice(0, mostProblems).map((problem) => `  ${describeProblem(problem)}`);
  if (problems.length > lines.length) {
    lines.push(`  And ${formatCount(problems.length - lines.length)} more.`);
  }
  throw new TrawlError(
    'BAD_JOB',
    `${plainText(file, mostOfPath)} is not a job that can run:\n${lines.join('\n')}`,
  );
}

interface RulesChange {
  readonly concurrency: number | null;
  readonly proxies: readonly string[] | null;
  readonly list: ListWords;
}

/** A job as the command line changes it. */
export function changedJob(
  job: Job,
  { concurrency, proxies, list: { patterns } }: RulesChange,
): Job {
  const options = {
    ...job.options,
    ...(concurrency === null ? {} : { concurrency }),
    ...(proxies === null ? {} : { proxies: [...proxies] }),
    ...(patterns === null ? {} : { patterns }),
  };
  return { ...job, options };
}

/** The data for a run of the job with its own list. */
export async function loadJob(file: string, change: RulesChange): Promise<LoadedJob> {
  const job = changedJob(await readJob(file), change);
  return { rules: rulesOf(job), input: await inputOf(job, file) };
}

/** The sitemaps that the list of a job comes from; null where it has another list, or gets one by `urls`. */
export function sitemapsOf(
  job: Job,
  { urls, list }: { readonly urls: string | null; readonly list: ListWords },
): readonly Sitemap[] | null {
  if (urls !== null || job.sitemaps === undefined) return null;
  if (Object.keys(list.options).length > 0) {
    throw new TrawlError(
      'BAD_INPUT',
      'The options of LIST say how a file is read; the list of this job comes from sitemaps.',
    );
  }
  return job.sitemaps;
}

/** The arguments that set how the list is read; the rest is set by the job or by the list's content. */
export interface ListWords {
  readonly options: ListOptions;
  readonly patterns: boolean | null;
}

/**
 * The list of a job, or the file `urls` in its place.
 *
 * @throws TrawlError BAD_JOB, BAD_INPUT
 */
export async function inputFor(
  job: Job,
  jobFile: string,
  change: { readonly urls: string | null; readonly list: ListWords },
): Promise<InputSource> {
  const { options, patterns } = change.list;
  if (change.urls !== null) {
    const expands = patterns ?? job.options?.patterns ?? false;
    return { ...(await listByHand(change.urls)), options, patterns: expands };
  }
  const input = await inputOf(job, jobFile);
  if (input.kind === 'file') return { ...input, options: { ...input.options, ...options } };
  if (Object.keys(options).length === 0) return input;
  throw new TrawlError(
    'BAD_INPUT',
    'The options of LIST say how a file is read; the URLs of this job stand in the job itself.',
  );
}

export function rulesOf({ name, each, fields, next, options }: Job): JobRules {
  return {
    name,
    fields,
    ...(each === undefined ? {} : { each }),
    ...(next === undefined ? {} : { next }),
    ...(options === undefined ? {} : { options }),
  };
}

/**
 * The list of a job; a file must be in the folder of the job file or below.
 *
 * @throws TrawlError BAD_JOB, BAD_INPUT
 */
export async function inputOf(job: Job, jobFile: string): Promise<InputSource> {
  if (job.sitemaps !== undefined) {
    throw new TrawlError(
      'BAD_INPUT',
      'The list of this job comes from sitemaps, which are read by "trawl run" alone.',
    );
  }
  const patterns = job.options?.patterns ?? false;
  if (!('file' in job.urls)) return { kind: 'lines', lines: [...job.urls], patterns };
  const { file: name } = job.urls;
  const { handle, path } = await openJobList(jobFile, name);
  await handle.close();
  return { kind: 'file', file: path, name, options: optionsOfFile(job.urls), patterns };
}

/** A list named on the command line: it may be anywhere. */
async function listByHand(file: string): Promise<{ readonly kind: 'file'; readonly file: string }> {
  try {
    if ((await stat(file)).isDirectory()) throw new TrawlError('BAD_INPUT', 'it is a folder');
    await access(file, constants.R_OK);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return { kind: 'file', file };
}

function unreadable(file: string, cause: unknown): TrawlError {
  const message = `The list ${plainText(file, mostOfPath)} cannot be read: ${fileReason(cause)}.`;
  return new TrawlError('BAD_INPUT', message, { cause });
}
