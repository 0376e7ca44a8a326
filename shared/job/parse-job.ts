import type { z } from 'zod';
import { plainText, quoted } from '../plain-text.ts';
import { issueSentence } from './issue-sentence.ts';
import { type Job, jobSchema, newestVersion } from './job.ts';
import type { JobProblem } from './job-problem.ts';
import { sourceProblems } from './source-problems.ts';
import { upgradeJob } from './upgrade.ts';
import { jobV1Schema } from './v1/job.ts';

type ParsedJob =
  /** `version`: that of the document; the job is of the newest. */
  | { readonly ok: true; readonly job: Job; readonly version: number }
  | { readonly ok: false; readonly problems: readonly JobProblem[] };

export type { JobProblem } from './job-problem.ts';

/** A job from the text of a job file. Never throws: every problem is returned with its place. */
export function parseJobText(text: string): ParsedJob {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, problems: [{ place: '', message: jsonMessage(text, error) }] };
  }
  return parseJob(value);
}

/** A job from a parsed JSON document; see `parseJobText`. */
export function parseJob(value: unknown): ParsedJob {
  const version = versionOf(value);
  if (version > newestVersion) return { ok: false, problems: [tooNew] };
  const result = version === 1 ? jobV1Schema.safeParse(value) : jobSchema.safeParse(value);
  if (!result.success) return { ok: false, problems: result.error.issues.flatMap(problemsOf) };
  const job = result.data.version === 1 ? upgradeJob(result.data) : result.data;
  const problems = [...twoLists(job), ...duplicateNames(job), ...sourceProblems(job)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, job, version };
}

/** The version that a document says it has; the newest for one that says none. */
export function versionOf(document: unknown): number {
  const named =
    typeof document === 'object' && document !== null && 'version' in document
      ? document.version
      : newestVersion;
  return typeof named === 'number' ? named : newestVersion;
}

export const tooNew: JobProblem = {
  place: 'version',
  message: `is of a newer Trawl; this one reads versions up to ${newestVersion}. Update Trawl`,
};

/** The problem as one line, regardless of the keys and values in the document. */
export function describeProblem(problem: JobProblem): string {
  const message = plainText(problem.message, 500);
  return problem.place === '' ? message : `${plainText(problem.place)}: ${message}`;
}

function twoLists({ urls, sitemaps }: Job): JobProblem[] {
  if (sitemaps === undefined || (Array.isArray(urls) && urls.length === 0)) return [];
  const message = 'a job has one list: leave "urls" empty ([]) where "sitemaps" name its pages';
  return [{ place: 'sitemaps', message }];
}

/** Two columns of one name cannot be told apart in a spreadsheet. */
function duplicateNames(job: Job): JobProblem[] {
  const seen = new Map<string, number>();
  const problems: JobProblem[] = [];
  job.fields.forEach((field, index) => {
    const first = seen.get(field.name);
    if (first === undefined) seen.set(field.name, index);
    else {
      problems.push({
        place: `fields[${index}].name`,
        message: `${quoted(field.name)} is already the name of fields[${first}]; give every field its own name`,
      });
    }
  });
  return problems;
}

/** The errors that a schema has found, in plain words. */
export function problemsOf(issue: z.core.$ZodIssue): JobProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: placeOf([...issue.path, key]),
      message: 'is not a key that Trawl knows; check the spelling or remove it',
    }));
  }
  if (issue.code === 'invalid_union') {
    const [meant] = issue.errors
      .filter((issues) => issues.length > 0 && issues.every(isInside))
      .sort((one, other) => one.length - other.length);
    if (meant !== undefined) {
      return meant.flatMap((inner) =>
        problemsOf({ ...inner, path: [...issue.path, ...inner.path] }),
      );
    }
  }
  return [{ place: placeOf(issue.path), message: issueSentence(issue) }];
}

/** A value may match this variant of a union, and a part of the value is wrong. */
function isInside({ path, code }: z.core.$ZodIssue): boolean {
  return path.length > 0 || code === 'unrecognized_keys';
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, '');
}

/**
 * The reason why a text is not JSON, with the line.
 *
 * The JavaScript engine reports a character offset, or none at the end of the text; people look for a line.
 */
export function jsonMessage(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (text.trim() === '') return 'This is not JSON: it is empty';
  const atEnd = /unexpected end/i.test(message);
  const position = atEnd ? text.trimEnd().length : Number(/position (\d+)/.exec(message)?.[1]);
  if (Number.isNaN(position)) return `This is not JSON: ${message}`;
  const before = text.slice(0, position).split('\n');
  const reason = atEnd ? 'it ends too early' : message.replace(/ in JSON.*/, '');
  return `This is not JSON: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${reason}`;
}
