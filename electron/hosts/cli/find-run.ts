import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { RunSummary } from '#shared/engine-protocol/run.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { quoted } from '#shared/plain-text.ts';

/** The run for a person's argument: an id, or "last", the newest that can be read. */
export async function findRun(engine: EngineApi, words: string): Promise<RunSummary> {
  const runs = await engine.call('runs.list', { job: null });
  const found = runs.find(({ runId, problem }) =>
    words === 'last' ? problem === null : runId === words,
  );
  if (found?.problem) throw new TrawlError('FILE_ERROR', found.problem);
  if (found) return found;
  const message =
    words === 'last'
      ? 'There is no run yet.'
      : `There is no run ${quoted(words)}. "trawl runs" lists them.`;
  throw new TrawlError('NOT_FOUND', message);
}
