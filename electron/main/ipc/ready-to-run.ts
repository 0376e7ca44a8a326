import type { InputSource } from '#shared/engine-protocol/input.ts';
import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobRules } from '#shared/job/job.ts';
import { checkJob, rulesOf } from '../library/check-job.ts';
import { hasLines } from '../library/read-list.ts';
import { inputOf } from './list.ts';
import type { HandlerParts } from './parts.ts';

type Parts = Pick<HandlerParts, 'library' | 'runSecrets' | 'sampleSite'>;

/**
 * The engine's input for a job that is to run; the sample site is started if it needs it.
 *
 * @throws TrawlError BAD_JOB that names the missing parts
 */
export async function readyToRun(
  parts: Parts,
  jobId: string,
): Promise<{
  readonly rules: JobRules;
  readonly input: InputSource;
  readonly secrets: RunSecrets;
}> {
  const { library, runSecrets } = parts;
  const rules = rulesOf(checkJob(library.get(jobId)));
  if (!(await hasLines(library.listFile(jobId)))) {
    throw new TrawlError('BAD_JOB', 'The list is empty. Paste or open URLs on the URLs tab.');
  }
  if (rules.fields.length === 0) {
    throw new TrawlError('BAD_JOB', 'There are no fields. Say on the Fields tab what to take.');
  }
  await ensureSampleSite(parts, jobId);
  return { rules, input: inputOf(library, jobId), secrets: await runSecrets.of(jobId) };
}

/** The sample site is started at the first use of a job whose pages are on it. */
export async function ensureSampleSite(
  { library, sampleSite }: Pick<Parts, 'library' | 'sampleSite'>,
  jobId: string,
): Promise<void> {
  if (library.get(jobId).sample) await sampleSite.ensure();
}
