import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { checkRules, glanceAtCsv } from '#engine/public-checks.ts';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatCount } from '#shared/format.ts';
import type { Job, JobRules, UrlFile } from '#shared/job/job.ts';
import { describeProblem, parseJobText } from '#shared/job/parse-job.ts';
import { mostOfPath, plainText } from '#shared/plain-text.ts';
import { fileReason } from '../../files/file-reason.ts';
import { openJobList } from '../../files/open-job-list.ts';

/** Problems of a job file that are told. */
const mostProblems = 20;

export interface LoadedJob {
  readonly rules: JobRules;
  readonly input: InputSource;
}

/**
 * A job file, read and checked, selectors and expressions included.
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
  const problems = parsed.ok ? checkRules(parsed.job) : parsed.problems;
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

/** What a run of the job needs; `urls` (a file) takes the place of the job's own list. */
export async function loadJob(
  file: string,
  change: {
    readonly urls: string | null;
    readonly concurrency: number | null;
    readonly proxies: readonly string[] | null;
  },
): Promise<LoadedJob> {
  const job = await readJob(file);
  const { concurrency, proxies } = change;
  const options = {
    ...job.options,
    ...(concurrency === null ? {} : { concurrency }),
    ...(proxies === null ? {} : { proxies: [...proxies] }),
  };
  const rules: JobRules = { ...rulesOf(job), options };
  if (change.urls !== null) return { rules, input: await listByHand(change.urls) };
  return { rules, input: await inputOf(job, file) };
}

export function rulesOf({ name, each, fields, options }: Job): JobRules {
  return {
    name,
    fields,
    ...(each === undefined ? {} : { each }),
    ...(options === undefined ? {} : { options }),
  };
}

/**
 * The list of a job; a file has to lie beside the job file or below.
 *
 * @throws TrawlError BAD_JOB, BAD_INPUT
 */
export async function inputOf(job: Job, jobFile: string): Promise<InputSource> {
  if (!('file' in job.urls)) return { kind: 'lines', lines: [...job.urls] };
  const { handle, path } = await openJobList(jobFile, job.urls.file);
  await handle.close();
  return fileInput({ ...job.urls, file: path }, job.urls.file);
}

/** A list that the person names: it may lie anywhere. */
async function listByHand(file: string): Promise<InputSource> {
  try {
    if ((await stat(file)).isDirectory()) throw new TrawlError('BAD_INPUT', 'it is a folder');
    await access(file, constants.R_OK);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return fileInput({ file }, file);
}

/**
 * A CSV or TSV file without a named column: the column that holds URLs is found.
 *
 * @param name tells by its ending what the file is, whatever a symbolic link leads to
 */
async function fileInput({ file, column, carry }: UrlFile, name: string): Promise<InputSource> {
  if (column !== undefined) return { kind: 'file', file, csv: { column, carry: carry ?? [] } };
  if (!['.csv', '.tsv'].includes(extname(name).toLowerCase()))
    return { kind: 'file', file, csv: null };
  try {
    const { urlColumn, columns } = await glanceAtCsv(file);
    const known = columns.filter((name) => name !== urlColumn);
    // A list of one column without a header is no table, whatever its name ends in.
    if (urlColumn === null) return { kind: 'file', file, csv: null };
    return { kind: 'file', file, csv: { column: urlColumn, carry: carry ?? known } };
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): TrawlError {
  const message = `The list ${file} cannot be read: ${fileReason(cause)}.`;
  return new TrawlError('BAD_INPUT', message, { cause });
}
