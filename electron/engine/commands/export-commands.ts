import type { ExportProgress } from '#shared/engine-protocol/export.ts';
import type { EngineEvent, EngineParams } from '#shared/engine-protocol/protocol.ts';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import type { ExportCount } from '../export/export-run.ts';
import type { Reader } from '../reader/reader.ts';
import type { HandlersOf } from './handlers.ts';

interface ExportCommands {
  readonly handlers: HandlersOf<'export'>;
  /** Cancels every export and waits until none of their files are left. */
  close(): Promise<void>;
}

export function exportCommands(deps: {
  readonly reader: Reader;
  readonly fileOf: (runId: string) => string;
  readonly emit: (event: EngineEvent) => void;
}): ExportCommands {
  const { reader, fileOf, emit } = deps;
  const exports = new Map<
    string,
    { readonly abort: AbortController; readonly over: Promise<unknown> }
  >();

  const write = async (
    { exportId, runId, file, options }: EngineParams<'export.start'>,
    signal: AbortSignal,
  ): Promise<ExportProgress> => {
    let count: ExportCount = { written: 0, total: 0, rows: 0, bytes: 0, longCells: 0 };
    const tell = (state: ExportProgress['state'], error: string | null): ExportProgress => {
      const progress = { exportId, runId, file, state, ...count, error };
      emit({ kind: 'export', progress });
      return progress;
    };
    try {
      count = await reader.export(
        { runFile: fileOf(runId), to: file, options },
        (now) => {
          count = now;
          tell('writing', null);
        },
        signal,
      );
      return tell('done', null);
    } catch (error) {
      const cancelled = error instanceof TrawlError && error.code === 'CANCELLED';
      tell(cancelled ? 'cancelled' : 'failed', cancelled ? null : toErrorReply(error).message);
      throw error;
    }
  };

  return {
    handlers: {
      async 'export.start'(params) {
        const { exportId } = params;
        if (exports.has(exportId))
          throw new TrawlError('BUSY', 'This export is under way already.');
        const abort = new AbortController();
        const over = write(params, abort.signal);
        exports.set(exportId, { abort, over });
        try {
          return await over;
        } finally {
          exports.delete(exportId);
        }
      },
      async 'export.cancel'({ exportId }) {
        exports.get(exportId)?.abort.abort();
      },
    },
    async close() {
      const all = [...exports.values()];
      for (const { abort } of all) abort.abort();
      await Promise.allSettled(all.map(({ over }) => over));
    },
  };
}
