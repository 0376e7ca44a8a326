import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent } from '#shared/engine-protocol/protocol.ts';
import type { JobRules } from '#shared/job/job.ts';
import type { Way } from '#shared/job/way.ts';
import { formsOf } from '#shared/values/column-form.ts';
import { kindOfHost } from './addresses/address-kind.ts';
import type { HandlersOf } from './commands/handlers.ts';
import { inputCommands } from './commands/input-commands.ts';
import { labCommands } from './commands/lab-commands.ts';
import { previewCommands } from './commands/preview-commands.ts';
import { runCommands } from './commands/run-commands.ts';
import { sitemapCommands } from './commands/sitemap-commands.ts';
import type { EngineOptions } from './engine-options.ts';
import { createExtractPool } from './extract/extract-pool.ts';
import type { ExtractRules } from './extract/extract-rules.ts';
import { browserSideOf, createFetcher } from './fetch/create-fetcher.ts';
import { createAnalyzer } from './input/analyze.ts';
import { createLab } from './lab/create-lab.ts';
import { usageWith } from './lab/process-usage.ts';
import type { Logger } from './ports/logger.ts';
import type { CreateRenderer } from './ports/renderer.ts';
import { createPreviewer } from './preview/preview.ts';
import type { Reader } from './reader/reader.ts';
import { createRenderer } from './render/create-renderer.ts';
import { LogInWays } from './render/log-in-ways.ts';
import { RenderLink } from './render/render-link.ts';
import { Runs } from './runs/runs.ts';
import { createSitemapReader } from './sitemaps/sitemap-reader.ts';
import { runFilePath } from './store/run-names.ts';
import { systemClock } from './system-clock.ts';
import { createWays } from './ways/create-ways.ts';

/** The parts that fetch and extract: the runs, the previews, the lists and the Lab. */
export interface WorkingParts {
  readonly runs: Runs;
  readonly handlers: ReturnType<typeof runCommands> &
    HandlersOf<'input'> &
    HandlersOf<'sitemaps'> &
    HandlersOf<'address'> &
    HandlersOf<'log-in'> &
    HandlersOf<'preview'> &
    HandlersOf<'lab'>;
  close(): Promise<void>;
}

/**
 * As many as there are cores: the fetch loop is idle more than half of the time, and on two cores a second
 * worker adds a fifth to the speed (`npm run bench`).
 */
const extractWorkers = Math.min(8, availableParallelism());

/** @param parts the parts that the engine has already: the folder of the runs and their reader */
export function createWorkingParts(
  options: EngineOptions,
  parts: {
    readonly reader: Reader;
    readonly folder: string;
    readonly emit: (event: EngineEvent) => void;
  },
): WorkingParts {
  const {
    clock = systemClock,
    random = Math.random,
    timeOfDay = Date.now,
    logger = silence,
    extractDeadlineMs,
  } = options;
  const { reader, folder, emit } = parts;
  const fetcher = createFetcher({ clock, ...options.fetch });
  const link = options.openRenderHost && new RenderLink(options.openRenderHost, logger);
  const browser: CreateRenderer | undefined =
    options.createRenderer ??
    (link &&
      (({ session, windows, options: { allowPrivate, ignoreTlsErrors, render } }) => {
        // It starts while the first pages come. If it cannot start, each page says why.
        if (render === 'always') link.get().catch(() => undefined);
        return createRenderer({
          link,
          side: browserSideOf(session),
          options: { windows, allowPrivate, ignoreTlsErrors },
        });
      }));
  const previewer = createPreviewer({
    sessions: fetcher,
    createRenderer: browser,
    timeOfDay,
    keptPage: (runId, wanted) => reader.keptPage(runFilePath(folder, runId), wanted),
  });
  const analyzer = createAnalyzer((key, progress) => emit({ kind: 'input', key, ...progress }));
  const sitemaps = createSitemapReader({
    sessions: fetcher,
    clock,
    random,
    onProgress: (key, progress) => emit({ kind: 'sitemaps', key, progress }),
  });
  const runParts = {
    sessions: fetcher,
    autoWay: options.autoWay ?? ('auto' as const),
    createExtractor: (rules: JobRules, way: 'auto' | Way, hasLogIn: boolean) =>
      createExtractPool({
        rules: extractRules(rules, hasLogIn),
        size: extractWorkers,
        // With threads or processes, the worker that fetches a page also reads it.
        warm: way !== 'threads' && way !== 'processes',
        ...(extractDeadlineMs === undefined ? {} : { deadlineMs: extractDeadlineMs }),
      }),
    createWays: (rules: JobRules, option: 'auto' | Way, hasLogIn: boolean) =>
      createWays({
        option,
        rules: extractRules(rules, hasLogIn),
        lookup: fetcher.lookup,
        clock,
        cores: availableParallelism(),
        startProcess: options.startProcess,
        deadlineMs: extractDeadlineMs,
      }),
    ...(browser && { createRenderer: browser }),
    clock,
    random,
    timeOfDay,
    logger,
    letGo: (file: string) => reader.release(file),
  };
  const logIns = new LogInWays(fetcher);
  const runs = new Runs({ ...runParts, folder, emit });
  const lab = createLab({
    folder: join(options.dataDir, 'lab'),
    openRuns: (folder, emit) => new Runs({ ...runParts, folder, emit }),
    isDisturbed: () => runs.isBusy,
    canRun: (way) => way !== 'processes' || options.startProcess !== undefined,
    async openBrowser() {
      if (browser === undefined) throw new Error('there is no browser');
      await link?.get();
    },
    usage: (own, runId, withBrowser) =>
      usageWith(own.usage(runId), withBrowser ? (link?.memoryBytes ?? 0) : 0),
    clock,
    timeOfDay,
    logger,
    emit,
  });
  return {
    runs,
    handlers: {
      ...runCommands(runs),
      ...inputCommands(analyzer),
      ...sitemapCommands(sitemaps),
      'log-in.open': (params) => logIns.open(params),
      'log-in.close': async ({ id }) => {
        await logIns.close(id);
      },
      'address.kinds': async ({ hosts }) => hosts.map(kindOfHost),
      ...previewCommands(previewer),
      ...labCommands(lab),
    },
    async close() {
      await Promise.all([
        ...[lab.close(), runs.close(), analyzer.close(), previewer.close()],
        sitemaps.close(),
      ]);
      await Promise.all([link?.close(), logIns.closeAll()]);
      await fetcher.close();
    },
  };
}

function extractRules({ each, fields, next, options }: JobRules, hasLogIn: boolean): ExtractRules {
  return {
    each,
    fields,
    next,
    encoding: options?.encoding,
    seesPasswords: hasLogIn,
    seesLanguage: fields.some(({ type }) => type !== undefined && formsOf(type).length > 0),
  };
}

const silence: Logger = { info: () => undefined, error: () => undefined };
