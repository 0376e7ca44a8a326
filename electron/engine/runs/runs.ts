import { readdir } from 'node:fs/promises';
import type { EngineEvent, EngineParams, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import type { JobRules } from '#shared/job/job.ts';
import { describeProblem } from '#shared/job/parse-job.ts';
import type { Way } from '#shared/job/way.ts';
import { createRun } from '../core/run/run.ts';
import type { LiveRun, Pause } from '../core/run/run-deps.ts';
import { checkRules } from '../extract/compile-rules.ts';
import type { RunSessions } from '../fetch/create-fetcher.ts';
import { openInput } from '../input/input-reader.ts';
import type { Clock, Extractor, InputReader, Logger, Random } from '../ports.ts';
import { createRobotsReader } from '../robots/robots-reader.ts';
import { createRunFile, openRunFile, type RunFile } from '../store/run-file.ts';
import { deleteRun, makeRunFolder } from '../store/run-folder.ts';
import { runFilePath } from '../store/run-names.ts';
import type { Ways } from '../ways/create-ways.ts';
import type { Usage } from '../ways/worker-messages.ts';
import { cookieSaver } from './cookie-saver.ts';
import { keptList } from './kept-list.ts';
import { newRunId } from './run-id.ts';
import { snapshotSeq } from './snapshot-seq.ts';
import { sweepLeftovers } from './sweep-leftovers.ts';

/** The runs of a data folder that this process drives. Several may be live at once. */
export interface Runs {
  start(params: EngineParams<'run.start'>): Promise<{ readonly runId: string }>;
  /** See `run.resume` of the protocol. */
  resume(params: EngineParams<'run.resume'>): Promise<void>;
  /** Queues failed requests again and runs them; starts the run where it is not live. */
  retryFailed(runId: string, code: ErrorCode | null, secrets?: RunSecrets): Promise<number>;
  /** Replies when the file is closed; fine for a run that is not live. */
  stop(runId: string): Promise<void>;
  /** Of one that runs sequentially nothing changes. */
  setConcurrency(runId: string, concurrency: number): void;
  /** @throws TrawlError NOT_FOUND where the run is not live */
  get(runId: string): LiveRun;
  find(runId: string): LiveRun | undefined;
  /** A run is live and not paused. */
  readonly isBusy: boolean;
  fileOf(runId: string): string;
  /** What the worker processes of a run cost. */
  usage(runId: string): Usage;
  delete(runId: string): Promise<void>;
  close(): Promise<void>;
}

export interface RunsDeps {
  readonly folder: string;
  readonly sessions: RunSessions;
  readonly createExtractor: (rules: JobRules, way: 'auto' | Way) => Extractor;
  readonly createWays: (rules: JobRules, way: 'auto' | Way) => Ways;
  /** What the way `auto` of a job means. */
  readonly autoWay: 'auto' | Way;
  readonly clock: Clock;
  readonly random: Random;
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  readonly emit: (event: EngineEvent) => void;
  /** Lets go of whatever reads the file of a run that is to be deleted. */
  readonly letGo: (runFile: string) => Promise<void>;
}

interface Entry {
  readonly run: LiveRun;
  readonly file: RunFile;
  readonly ways: Ways;
  /** The file is closed and the run is no longer in the table. */
  readonly closed: Promise<void>;
}

export function createRuns(deps: RunsDeps): Runs {
  const { folder, logger, timeOfDay } = deps;
  const live = new Map<string, Entry>();
  let closing = false;
  const fileOf = (runId: string): string => runFilePath(folder, runId);

  const wayOf = (rules: JobRules): 'auto' | Way => {
    const { way } = resolveOptions(rules.options);
    return way === 'auto' ? deps.autoWay : way;
  };
  const mustBeOpen = (): void => {
    if (closing) throw new TrawlError('CANCELLED', 'Trawl is closing.');
  };

  const launch = (
    file: RunFile,
    list: InputReader | null,
    secrets: RunSecrets | undefined,
    pause: Pause | null = null,
  ): void => {
    mustBeOpen();
    const { runId, jobId, rules, concurrency, elapsedMs, importing } = file.meta;
    const way = wayOf(rules);
    const options = { ...resolveOptions(rules.options), way, concurrency };
    const ways = deps.createWays(rules, way);
    const session = deps.sessions.session({
      options,
      secrets,
      cookieStore: file.cookies,
      workers: ways.workers,
    });
    const kept = keptList(file.file);
    const dropList = (): void => {
      kept.drop().catch((error) => logger.error('The copy of a list could not be deleted.', error));
    };
    if (importing.done) dropList();
    const extractor = deps.createExtractor(rules, way);
    const saveCookies = cookieSaver(session, logger, deps.clock);
    const run = createRun({
      ...deps,
      fetcher: session,
      proxies: session.proxies,
      runId,
      jobId,
      options,
      elapsedMs,
      ledger: file,
      extractor,
      way: () => ways.now,
      isFull: () => ways.isFull,
      robots: options.robots ? createRobotsReader(options) : null,
      firstSeq: snapshotSeq(timeOfDay()),
      onImported: dropList,
      onSnapshot: (snapshot) => {
        saveCookies(snapshot.state);
        deps.emit({ kind: 'run', snapshot });
      },
    });
    const close = async (): Promise<void> => {
      await run.ended;
      try {
        ways.close();
        await Promise.all([extractor.close(), session.close()]);
        file.close();
      } catch (error) {
        logger.error('A run could not be closed cleanly.', error);
      }
      live.delete(runId);
    };
    live.set(runId, { run, file, ways, closed: close() });
    run.start(list, pause);
  };

  /** Opens the file of a run that is not live. One that is just ending is waited for. */
  const open = async (runId: string): Promise<RunFile> => {
    const entry = live.get(runId);
    if (entry !== undefined) {
      if (isLive(entry.run)) throw new TrawlError('BUSY', 'This run is running already.');
      await entry.closed;
    }
    return openRunFile(fileOf(runId));
  };

  /** Goes on with an opened run after `prepare`; closes it where that says that there is no need. */
  const goOn = async (
    file: RunFile,
    secrets: RunSecrets | undefined,
    prepare: () => boolean,
    pause: Pause | null = null,
  ): Promise<void> => {
    try {
      if (prepare()) launch(file, await restOfList(file), secrets, pause);
      else file.close();
    } catch (error) {
      file.close();
      throw error;
    }
  };

  const get = (runId: string): LiveRun => {
    const run = live.get(runId)?.run;
    if (run === undefined || !isLive(run)) {
      throw new TrawlError('NOT_FOUND', 'This run is not running any more.');
    }
    return run;
  };

  const stop = async (runId: string): Promise<void> => {
    const entry = live.get(runId);
    if (entry === undefined) return;
    await entry.run.stop();
    await entry.closed;
  };

  return {
    async start({ jobId, rules, input, secrets }) {
      const [problem] = checkRules(rules);
      if (problem !== undefined) throw new TrawlError('BAD_SELECTOR', describeProblem(problem));
      const { carried } = await openInput(input);
      await makeRunFolder(folder);
      const names = new Set(await readdir(folder));
      sweepLeftovers(folder, names, timeOfDay()).catch((error) =>
        logger.error('What was left of older starts could not be deleted.', error),
      );
      const createdMs = timeOfDay();
      const runId = newRunId(createdMs, deps.random);
      const kept = keptList(fileOf(runId));
      try {
        const list = await openInput(await kept.keep(input));
        // One after the other means one, whatever else is wished.
        const oneByOne = wayOf(rules) === 'sequential';
        const concurrency = oneByOne ? 1 : resolveOptions(rules.options).concurrency;
        mustBeOpen();
        const run = { runId, jobId, rules, carried, concurrency, createdMs };
        const file = createRunFile(fileOf(runId), run);
        try {
          launch(file, list, secrets);
        } catch (error) {
          file.close();
          await deleteRun(file.file);
          throw error;
        }
      } catch (error) {
        await kept.drop();
        throw error;
      }
      return { runId };
    },

    async resume({ runId, secrets, crashed = false, asItWas = false }) {
      const file = await open(runId);
      const suspect = (): boolean => {
        if (crashed) file.suspect();
        return true;
      };
      await goOn(file, secrets, suspect, asItWas ? pauseOf(file) : null);
    },

    async retryFailed(runId, code, secrets) {
      const entry = live.get(runId);
      if (entry !== undefined && isLive(entry.run)) return entry.run.retryFailed(code);
      const file = await open(runId);
      let queued = 0;
      await goOn(file, secrets, () => {
        queued = file.requeueFailed(code);
        return queued > 0;
      });
      return queued;
    },

    stop,

    setConcurrency(runId, concurrency) {
      const run = get(runId);
      const file = live.get(runId)?.file;
      if (file === undefined || wayOf(file.meta.rules) === 'sequential') return;
      run.setConcurrency(concurrency);
      file.setConcurrency(concurrency);
    },

    get,
    find: (runId) => live.get(runId)?.run,
    get isBusy() {
      return [...live.values()].some(({ run }) => isLive(run) && run.state !== 'paused');
    },
    fileOf,
    usage: (runId) => live.get(runId)?.ways.usage() ?? { rssBytes: 0, cpuMs: 0 },

    async delete(runId) {
      await stop(runId);
      const file = fileOf(runId);
      await deps.letGo(file);
      await deleteRun(file);
      await keptList(file).drop();
    },

    async close() {
      closing = true;
      await Promise.all([...live.keys()].map(stop));
    },
  };
}

function isLive(run: LiveRun): boolean {
  return run.state !== 'stopped' && run.state !== 'finished' && run.state !== 'halted';
}

function pauseOf({ meta: { state, pausedBy, stateReason } }: RunFile): Pause | null {
  return state === 'paused' ? { by: pausedBy ?? 'person', reason: stateReason } : null;
}

/** What is still to be imported, or null where the whole list is in. */
async function restOfList(file: RunFile): Promise<InputReader | null> {
  if (file.meta.importing.done) return null;
  const kept = await keptList(file.file).find();
  if (kept === null) {
    throw new TrawlError(
      'FILE_ERROR',
      'The list of this run was not read to its end, and the copy of it is gone. Start a new run.',
    );
  }
  return openInput(kept);
}
