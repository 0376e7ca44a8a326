import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import { withoutBlankParts, withoutBlanks } from '#shared/job/half-typed.ts';
import { type Job, type JobOptions, type JobRules, newestVersion } from '#shared/job/job.ts';
import { type JobProblem, parseJob } from '#shared/job/parse-job.ts';
import { isBlankNext } from '#shared/job/v2/next.ts';
import { isNoEach } from '#shared/job/v2/source.ts';

/**
 * The job in the form for a run and for a job file: fields that are blank in the window are left out.
 *
 * @throws TrawlError BAD_JOB with the first problem, in the words of the window
 */
export function checkJob(job: LibraryJob, urls: Job['urls'] = []): Job {
  const document = {
    version: newestVersion,
    name: job.name.trim() === '' ? 'Untitled job' : job.name,
    urls,
    ...(isNoEach(job.each) ? {} : { each: job.each }),
    fields: job.fields.map(withoutBlankParts),
    ...(job.next === null || isBlankNext(job.next) ? {} : { next: job.next }),
    ...(Object.keys(job.options).length === 0 ? {} : { options: withoutBlanks(job.options) }),
    ...(job.sample ? { sample: true } : {}),
  };
  const parsed = parseJob(document);
  if (parsed.ok) return parsed.job;
  const [first] = parsed.problems;
  throw new TrawlError('BAD_JOB', first === undefined ? 'This job is not valid.' : say(first, job));
}

export function rulesOf({ name, each, fields, next, options }: Job): JobRules {
  return {
    name,
    ...(each === undefined ? {} : { each }),
    fields,
    ...(next === undefined ? {} : { next }),
    ...(options === undefined ? {} : { options }),
  };
}

/** Only the options, for the preview: unfinished fields do not matter there. */
export function checkOptions(job: LibraryJob): JobOptions {
  return checkJob({ ...job, each: '', fields: [], next: null }).options ?? {};
}

function say({ place, message }: JobProblem, job: LibraryJob): string {
  const at = /^fields\[(\d+)\](?:\.(\w+))?/.exec(place);
  if (at === null) {
    if (place.startsWith('next')) return `Next page: ${message}. Change it on the Fields tab.`;
    return place.startsWith('options')
      ? `Options, ${place.slice('options.'.length)}: ${message}. Change it on the Options tab.`
      : `${place}: ${message}.`;
  }
  const index = Number(at[1]);
  const name = job.fields[index]?.name.trim() ?? '';
  if (name === '') return `Field ${index + 1} has no name. Give it one on the Fields tab.`;
  if (at[2] === 'name') {
    return `Two fields are named "${name}". Give every field its own name on the Fields tab.`;
  }
  return `Field "${name}", ${at[2] ?? 'rule'}: ${message}. Change it on the Fields tab.`;
}
