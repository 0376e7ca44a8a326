import { join } from 'node:path';
import type { EngineApi, EngineEvent } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { exportCommands } from './commands/export-commands.ts';
import type { EngineHandlers, Handler } from './commands/handlers.ts';
import { resultCommands } from './commands/result-commands.ts';
import { runReadingCommands } from './commands/run-commands.ts';
import type { EngineOptions } from './engine-options.ts';
import { createReader } from './reader/reader.ts';
import { runFilePath } from './store/run-names.ts';
import type { WorkingParts } from './working-parts.ts';

/**
 * The engine: fetches, extracts and stores runs, and answers questions about them. A library with two
 * hosts: Electron's utility process (behind `serveEngine`) and the command line.
 *
 * The code that reads runs is loaded at once. The code that makes them (`working-parts.ts`, nine tenths of
 * the code) is loaded by the first command that needs it, or after the first answer, so that the list of
 * runs appears sooner.
 */
export function createEngine(options: EngineOptions): EngineApi {
  const folder = join(options.dataDir, 'runs');
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const fileOf = (runId: string): string => runFilePath(folder, runId);
  const reader = createReader();

  let parts: WorkingParts | null = null;
  let loading: Promise<WorkingParts> | null = null;
  let closed = false;
  const load = (): Promise<WorkingParts> => {
    loading ??= import('./working-parts.ts').then(({ createWorkingParts }) => {
      if (closed) throw new TrawlError('CANCELLED', 'Trawl is closing.');
      parts = createWorkingParts(options, { reader, folder, emit });
      return parts;
    });
    return loading;
  };
  const loadSoon = (): void => {
    // If loading fails, the command that needs it reports the reason.
    if (loading === null && !closed) setImmediate(() => load().catch(() => undefined));
  };

  const exports = exportCommands({ reader, fileOf, emit });
  const timeOfDay = options.timeOfDay ?? Date.now;
  const early = {
    ...runReadingCommands({ runs: () => parts?.runs ?? null, reader, folder, fileOf, timeOfDay }),
    ...resultCommands(reader, fileOf),
    ...exports.handlers,
  };

  return {
    async call(command, params) {
      const known: Partial<EngineHandlers> =
        command in early ? early : (parts ?? (await load())).handlers;
      const handler = known[command] as Handler<typeof command>;
      return handler(params).finally(loadSoon);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      await Promise.all([parts?.close(), exports.close()]);
      await reader.close();
    },
  };
}
