import { TrawlError } from '#shared/errors/trawl-error.ts';
import { newestVersion } from '#shared/job/job.ts';
import {
  describeProblem,
  jsonMessage,
  problemsOf,
  tooNew,
  versionOf,
} from '#shared/job/parse-job.ts';
import { type StoredJob, storedJobSchema, storedV1Schema } from './stored-job.ts';

type ParsedStoredJob =
  | { readonly ok: true; readonly job: StoredJob }
  | { readonly ok: false; readonly name: string; readonly message: string };

/** A job of the library from the text of its file. */
export function parseStoredJob(text: string): ParsedStoredJob {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, name: '', message: `${jsonMessage(text, error)}.` };
  }
  const version = versionOf(value);
  if (version > newestVersion) {
    return { ok: false, name: nameOf(value), message: `${describeProblem(tooNew)}.` };
  }
  const parsed = (version === 1 ? storedV1Schema : storedJobSchema).safeParse(value);
  if (parsed.success) return { ok: true, job: withMark(parsed.data) };
  return { ok: false, name: nameOf(value), message: sentencesOf(parsed.error.issues) };
}

/**
 * The text of a job's file. It is checked here by the parser that will read it: a job that could not be
 * opened again is not saved.
 *
 * @throws TrawlError BAD_JOB
 */
export function storedJobText(job: StoredJob): string {
  const text = `${JSON.stringify(job, null, 2)}\n`;
  const parsed = parseStoredJob(text);
  if (parsed.ok) return text;
  throw new TrawlError('BAD_JOB', `This job could not be opened again. ${parsed.message}`);
}

/** The sample job of an older library, which has no mark for it, is recognised by its name. */
function withMark(job: StoredJob): StoredJob {
  return job.name === 'Sample: harbour shop' ? { ...job, sample: true } : job;
}

const mostShown = 3;

function sentencesOf(issues: Parameters<typeof problemsOf>[0][]): string {
  const problems = issues.flatMap(problemsOf).map((problem) => `${describeProblem(problem)}.`);
  const more = problems.length - mostShown;
  const shown = problems.slice(0, mostShown);
  return [...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

function nameOf(value: unknown): string {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : '';
  return typeof name === 'string' ? name.slice(0, 200) : '';
}
