import type { Runs } from '../runs/runs.ts';
import type { Reader } from '../store/reader.ts';
import type { HandlersOf } from './handlers.ts';

export function resultCommands(runs: Runs, reader: Reader): HandlersOf<'results'> {
  return {
    'results.window': ({ runId, ...query }) => reader.window(runs.fileOf(runId), query),
    'results.detail': ({ runId, requestId }) => reader.detail(runs.fileOf(runId), requestId),
    'results.tsv': ({ runId, ...query }) => reader.tsv(runs.fileOf(runId), query),
  };
}
