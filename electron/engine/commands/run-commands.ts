import type { Runs } from '../runs/runs.ts';
import { snapshotSeq } from '../runs/runs.ts';
import type { Reader } from '../store/reader.ts';
import type { HandlersOf } from './handlers.ts';

export function runCommands(deps: {
  readonly runs: Runs;
  readonly reader: Reader;
  readonly folder: string;
  readonly timeOfDay: () => number;
}): HandlersOf<'run'> & HandlersOf<'runs'> {
  const { runs, reader, folder, timeOfDay } = deps;
  return {
    'run.start': (params) => runs.start(params),
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
    async 'run.set-concurrency'({ runId, concurrency }) {
      runs.setConcurrency(runId, concurrency);
    },
    async 'run.retry-failed'({ runId, errorCode, secrets }) {
      return { queued: await runs.retryFailed(runId, errorCode, secrets) };
    },
    async 'run.snapshot'({ runId }) {
      const live = runs.find(runId);
      if (live !== undefined) return live.snapshot();
      const stored = await reader.snapshot(runs.fileOf(runId));
      return { ...stored, seq: snapshotSeq(timeOfDay()) };
    },
    'run.history': ({ runId }) => reader.history(runs.fileOf(runId)),
    async 'run.delete'({ runId }) {
      await runs.delete(runId);
    },
    'runs.list': ({ job }) => reader.summaries(folder, job),
  };
}
