import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { checkJob, rulesOf } from '../library/check-job.ts';
import { hasLines } from '../library/read-list.ts';
import { namesSampleSite } from '../sample-site.ts';
import { inputOf } from './list.ts';
import type { HandlerParts } from './parts.ts';
import { passThrough } from './pass-through.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function runHandlers(parts: HandlerParts): DomainHandlers<'run'> & DomainHandlers<'runs'> {
  const { library, engine, runs, runSecrets, cutOffRuns, sampleSite } = parts;
  /** The sample site serves only while somebody wants its pages. */
  const ensureSampleSite = async (jobId: string): Promise<void> => {
    const { text } = await library.readList(jobId, 0);
    if (namesSampleSite(text)) await sampleSite.ensure();
  };
  const ensureSampleSiteOfRun = async (runId: string): Promise<void> => {
    const jobId = runs.get(runId)?.jobId;
    if (jobId && library.list().some(({ id }) => id === jobId)) await ensureSampleSite(jobId);
  };
  const secretsOfRun = (runId: string): Promise<RunSecrets> =>
    runSecrets.of(runs.get(runId)?.jobId ?? null);
  return {
    ...passThrough(engine, [
      'run.pause',
      'run.unpause',
      'run.stop',
      'run.set-concurrency',
      'run.snapshot',
      'run.history',
    ]),
    'run.start': async ({ jobId }) => {
      const job = library.get(jobId);
      const rules = rulesOf(checkJob(job));
      if (!(await hasLines(library.listFile(jobId)))) {
        throw new TrawlError('BAD_JOB', 'The list is empty. Paste or open URLs on the URLs tab.');
      }
      if (rules.fields.length === 0) {
        throw new TrawlError('BAD_JOB', 'There are no fields. Say on the Fields tab what to take.');
      }
      await ensureSampleSite(jobId);
      const secrets = await runSecrets.of(jobId);
      return engine.call('run.start', { jobId, rules, input: inputOf(library, jobId), secrets });
    },
    'run.resume': async (params) => {
      await ensureSampleSiteOfRun(params.runId);
      return engine.call('run.resume', { ...params, secrets: await secretsOfRun(params.runId) });
    },
    'run.retry-failed': async (params) => {
      await ensureSampleSiteOfRun(params.runId);
      const secrets = await secretsOfRun(params.runId);
      return engine.call('run.retry-failed', { ...params, secrets });
    },
    'run.delete': async (params) => {
      await engine.call('run.delete', params);
      runs.forget(params.runId);
    },
    'runs.list': ({ jobId }) => {
      const { id, name } = library.get(jobId);
      return engine.call('runs.list', { job: { id, name } });
    },
    'runs.cut-off': () => cutOffRuns.find(),
  };
}
