import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EngineApi, EngineEvent } from '#shared/engine-protocol/protocol.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import type { JobRules } from '#shared/job/job.ts';
import type { Way } from '#shared/job/way.ts';
import { exportCommands } from './commands/export-commands.ts';
import type { Handler, Handlers } from './commands/handlers.ts';
import { inputCommands } from './commands/input-commands.ts';
import { labCommands } from './commands/lab-commands.ts';
import { previewCommands } from './commands/preview-commands.ts';
import { resultCommands } from './commands/result-commands.ts';
import { runCommands } from './commands/run-commands.ts';
import type { ExtractRules } from './extract/compile-rules.ts';
import { createExtractPool } from './extract/extract-pool.ts';
import { createPreviewer } from './extract/preview.ts';
import { createFetcher, type FetcherOptions } from './fetch/create-fetcher.ts';
import { createAnalyzer } from './input/analyze.ts';
import { createLab } from './lab/create-lab.ts';
import { usageWith } from './lab/process-usage.ts';
import type { Clock, Logger, Random } from './ports.ts';
import { createRuns } from './runs/runs.ts';
import { createReader } from './store/reader.ts';
import { systemClock } from './system-clock.ts';
import { createWays } from './ways/create-ways.ts';
import type { WorkerProcess } from './ways/worker-life.ts';

export interface EngineOptions {
  /** Where runs are kept: each is a file in its folder `runs`. Created when it is first needed. */
  readonly dataDir: string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Milliseconds since 1970; by default `Date.now`. It may jump, and only what is shown follows. */
  readonly timeOfDay?: () => number;
  /** By default nothing is logged: what concerns the person is in replies and snapshots. */
  readonly logger?: Logger;
  /** What a job does not say about fetching: how names are looked up, the waits inside a fetch. */
  readonly fetch?: FetcherOptions;
  /** The longest that reading one page may take. Default: 10,000. */
  readonly extractDeadlineMs?: number;
  /** What `auto` means; by default what suits the machine and the job. */
  readonly autoWay?: Way;
  /** Starts a process that runs `serveFetchWorker`; absent where the host can start none. */
  readonly startProcess?: () => WorkerProcess;
}

/**
 * As many as there are cores: the fetch loop is idle more than half of the time, and on two cores a
 * second worker is worth a fifth of the speed (`npm run bench`).
 */
const extractWorkers = Math.min(8, availableParallelism());

/**
 * The engine: fetches, extracts and stores runs, and answers about them. A library with two hosts,
 * Electron's utility process (behind `serveEngine`) and the command line.
 */
export function createEngine(options: EngineOptions): EngineApi {
  const {
    clock = systemClock,
    random = Math.random,
    timeOfDay = Date.now,
    logger = silence,
    extractDeadlineMs,
  } = options;
  const folder = join(options.dataDir, 'runs');
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const fetcher = createFetcher({ clock, ...options.fetch });
  const reader = createReader();
  const previewer = createPreviewer({ sessions: fetcher, timeOfDay });
  const analyzer = createAnalyzer((key, progress) => emit({ kind: 'input', key, ...progress }));
  const runParts = {
    sessions: fetcher,
    autoWay: options.autoWay ?? ('auto' as const),
    createExtractor: (rules: JobRules, way: 'auto' | Way) =>
      createExtractPool({
        rules: extractRules(rules),
        size: extractWorkers,
        // In the other ways pages are read where they are fetched.
        warm: way !== 'threads' && way !== 'processes',
        ...(extractDeadlineMs === undefined ? {} : { deadlineMs: extractDeadlineMs }),
      }),
    createWays: (rules: JobRules, option: 'auto' | Way) =>
      createWays({
        option,
        rules: extractRules(rules),
        lookup: fetcher.lookup,
        clock,
        cores: availableParallelism(),
        startProcess: options.startProcess,
        deadlineMs: extractDeadlineMs,
      }),
    clock,
    random,
    timeOfDay,
    logger,
    letGo: (file: string) => reader.release(file),
  };
  const runs = createRuns({ ...runParts, folder, emit });
  const lab = createLab({
    folder: join(options.dataDir, 'lab'),
    openRuns: (folder, emit) => createRuns({ ...runParts, folder, emit }),
    isDisturbed: () => runs.isBusy,
    canRun: (way) => way !== 'processes' || options.startProcess !== undefined,
    usage: (own, runId) => usageWith(own.usage(runId)),
    clock,
    timeOfDay,
    logger,
    emit,
  });
  const exports = exportCommands({ runs, reader, emit });
  const handlers: Handlers = {
    ...runCommands({ runs, reader, folder, timeOfDay }),
    ...resultCommands(runs, reader),
    ...exports.handlers,
    ...inputCommands(analyzer),
    ...previewCommands(previewer),
    ...labCommands(lab),
  };

  return {
    call: (command, params) => {
      const handler: Handler<typeof command> = handlers[command];
      return handler(params);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await Promise.all([
        lab.close(),
        runs.close(),
        exports.close(),
        analyzer.close(),
        previewer.close(),
      ]);
      await Promise.all([reader.close(), fetcher.close()]);
    },
  };
}

function extractRules({ each, fields, options }: JobRules): ExtractRules {
  return { each, fields, parser: resolveOptions(options).parser };
}

const silence: Logger = { info: () => undefined, error: () => undefined };
