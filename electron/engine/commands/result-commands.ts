import type { Reader } from '../reader/reader.ts';
import type { HandlersOf } from './handlers.ts';

/** @param fileOf returns the path of a run's file */
export function resultCommands(
  reader: Reader,
  fileOf: (runId: string) => string,
): HandlersOf<'results'> {
  return {
    'results.window': ({ runId, ...query }) => reader.window(fileOf(runId), query),
    'results.detail': ({ runId, requestId }) => reader.detail(fileOf(runId), requestId),
    'results.page': ({ runId, requestId }) => reader.page(fileOf(runId), requestId),
    'results.source': ({ runId, requestId }) => reader.source(fileOf(runId), requestId),
    'results.tsv': ({ runId, ...query }) => reader.tsv(fileOf(runId), query),
  };
}
