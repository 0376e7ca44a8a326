import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { HandlerParts } from './parts.ts';
import { passThrough } from './pass-through.ts';
import { ensureSampleSite, readyToRun } from './ready-to-run.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function runHandlers(parts: HandlerParts): DomainHandlers<'run'> & DomainHandlers<'runs'> {
  const { library, engine, runs, runSecrets, cutOffRuns } = parts;
  const ensureSampleSiteOfRun = async (runId: string): Promise<void> => {
    const jobId = runs.get(runId)?.jobId;
    if (jobId && library.list().some(({ id }) => id === jobId)) {
      await ensureSampleSite(parts, jobId);
    }
  };
  const secretsOfRun = (runId: string): Promise<RunSecrets> =>
    runSecrets.of(runs.get(runId)?.jobId ?? null);
  return {
    ...passThrough(engine, [
      'run.pause',
      'run.unpause',
      'run.stop',
      'run.set-concurrency',
      'run.overrule',
      'run.snapshot',
      'run.history',
    ]),
    'run.start': async ({ jobId }) =>
      engine.call('run.start', { jobId, ...(await readyToRun(parts, jobId)) }),
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
