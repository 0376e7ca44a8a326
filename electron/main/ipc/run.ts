import type { EngineParams, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { checkJob, rulesOf } from '../library/check-job.ts';
import type { HandlerParts } from './parts.ts';
import { passThrough } from './pass-through.ts';
import { ensureSampleSite, readyToRun } from './ready-to-run.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function runHandlers(parts: HandlerParts): DomainHandlers<'run'> & DomainHandlers<'runs'> {
  const { library, engine, runs, secrets, runSecrets, cutOffRuns } = parts;
  const ensureSampleSiteOfRun = async (runId: string): Promise<void> => {
    const jobId = runs.get(runId)?.jobId;
    if (jobId && library.list().some(({ id }) => id === jobId)) {
      await ensureSampleSite(parts, jobId);
    }
  };
  const secretsOfRun = (runId: string): Promise<RunSecrets> =>
    runSecrets.of(runs.get(runId)?.jobId ?? null);
  /** The version of the log-in that a run was given when it began or went on. */
  const given = new Map<string, number>();
  const versionNow = (runId: string): number => {
    const jobId = runs.get(runId)?.jobId;
    return jobId ? secrets.versionOf(jobId) : 0;
  };
  const resume = async (params: EngineParams<'run.resume'>): Promise<undefined> => {
    given.set(params.runId, versionNow(params.runId));
    const its = await secretsOfRun(params.runId);
    return engine.call('run.resume', { ...params, secrets: its });
  };
  return {
    ...passThrough(engine, [
      'run.pause',
      'run.stop',
      'run.set-options',
      'run.overrule',
      'run.snapshot',
      'run.history',
      'run.health',
      'run.fields',
    ]),
    'run.start': async ({ jobId }) => {
      const version = secrets.versionOf(jobId);
      const started = await engine.call('run.start', {
        jobId,
        ...(await readyToRun(parts, jobId)),
      });
      given.set(started.runId, version);
      return started;
    },
    // The sample site is not needed: nothing is fetched.
    'run.read-again': async ({ jobId, runId }) => {
      const rules = rulesOf(checkJob(library.get(jobId)));
      if (rules.fields.length === 0) {
        throw new TrawlError('BAD_JOB', 'There are no fields. Say on the Fields tab what to take.');
      }
      return engine.call('run.read-again', { runId, jobId, rules });
    },
    'run.resume': async (params) => {
      await ensureSampleSiteOfRun(params.runId);
      return resume(params);
    },
    // A run has the log-in that it began with; with a new one it begins anew where it is.
    'run.unpause': async ({ runId }) => {
      const { pausedBy, jobId } = runs.get(runId) ?? {};
      const isNew = Boolean(jobId) && given.get(runId) !== versionNow(runId);
      if (pausedBy !== 'login' || !isNew) return engine.call('run.unpause', { runId });
      await engine.call('run.stop', { runId });
      return resume({ runId });
    },
    'run.retry-failed': async (params) => {
      await ensureSampleSiteOfRun(params.runId);
      const its = await secretsOfRun(params.runId);
      return engine.call('run.retry-failed', { ...params, secrets: its });
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
