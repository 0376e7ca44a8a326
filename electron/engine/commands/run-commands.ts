import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { Reader } from '../reader/reader.ts';
import type { Runs } from '../runs/runs.ts';
import { snapshotSeq } from '../runs/snapshot-seq.ts';
import type { EngineHandlers, HandlersOf } from './handlers.ts';

/** Commands about runs that only read files, unless a run is live. */
type Reading = 'run.snapshot' | 'run.health' | 'run.history' | 'run.fields' | 'run.list';

export function runReadingCommands(deps: {
  /** Null as long as no run can be live. */
  readonly runs: () => Runs | null;
  readonly reader: Reader;
  readonly folder: string;
  readonly fileOf: (runId: string) => string;
  readonly timeOfDay: () => number;
}): Pick<EngineHandlers, Reading> & HandlersOf<'runs'> {
  const { runs, reader, folder, fileOf, timeOfDay } = deps;
  return {
    async 'run.snapshot'({ runId }) {
      const live = runs()?.find(runId);
      if (live !== undefined) return live.snapshot();
      const stored = await reader.snapshot(fileOf(runId));
      return { ...stored, seq: snapshotSeq(timeOfDay()) };
    },
    'run.health': ({ runId }) => reader.health(fileOf(runId)),
    'run.history': ({ runId }) => reader.history(fileOf(runId)),
    'run.fields': ({ runId }) => reader.fields(fileOf(runId)),
    'run.list': ({ runId }) => reader.list(fileOf(runId)),
    'runs.list': ({ job }) => reader.summaries(folder, job),
  };
}

export function runCommands(runs: Runs): Omit<HandlersOf<'run'>, Reading> {
  return {
    'run.start': (params) => runs.start(params),
    'run.read-again': (params) => runs.readAgain(params),
    async 'run.resume'(params) {
      await runs.resume(params);
    },
    async 'run.pause'({ runId }) {
      runs.get(runId).pause();
    },
    async 'run.unpause'({ runId }) {
      runs.get(runId).unpause();
    },
    async 'run.stop'({ runId }) {
      await runs.stop(runId);
    },
    async 'run.set-options'({ runId, change }) {
      await runs.setOptions(runId, change);
    },
    async 'run.overrule'({ runId, template, decision }) {
      if (!runs.get(runId).overrule(template, decision)) {
        throw new TrawlError('BAD_INPUT', 'This run does not decide which pages it renders.');
      }
    },
    async 'run.retry-failed'({ runId, errorCode, secrets }) {
      return { queued: await runs.retryFailed(runId, errorCode, secrets) };
    },
    async 'run.delete'({ runId }) {
      await runs.delete(runId);
    },
  };
}
