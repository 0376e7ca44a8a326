import { readdir } from 'node:fs/promises';
import type { EngineParams, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import type { JobRules } from '#shared/job/job.ts';
import type { LiveChange } from '#shared/job/live-options.ts';
import { describeProblem } from '#shared/job/parse-job.ts';
import type { Way } from '#shared/job/way.ts';
import { readingOptions } from '../core/reading-options.ts';
import type { Pause } from '../core/run/phase.ts';
import type { Run } from '../core/run/run.ts';
import { checkRules } from '../extract/compile-rules.ts';
import { emptyList } from '../input/empty-list.ts';
import { type ListForRun, openForRun } from '../input/open-for-run.ts';
import type { InputReader } from '../ports/input-reader.ts';
import { KeptPageIndex } from '../store/kept-page-index.ts';
import { createRunFile, openRunFile, type RunFile } from '../store/run-file.ts';
import { deleteRun, makeRunFolder } from '../store/run-folder.ts';
import { refuseOwned } from '../store/run-lock.ts';
import { runFileBeside, runFilePath } from '../store/run-names.ts';
import type { Usage } from '../ways/worker-messages.ts';
import { DrivenRun, type RunParts } from './driven-run.ts';
import { keptList } from './kept-list.ts';
import { newRunId } from './run-id.ts';
import { sweepLeftovers } from './sweep-leftovers.ts';

interface RunsDeps extends RunParts {
  readonly folder: string;
  /** The meaning of `auto` as the way of a job. */
  readonly autoWay: 'auto' | Way;
  /** Closes the readers of a run file that is to be deleted. */
  readonly letGo: (runFile: string) => Promise<void>;
}

/** The runs of a data folder that this process drives. Several may be live at once. */
export class Runs {
  readonly #deps: RunsDeps;
  /** Runs that are not yet closed, though they may be over. */
  readonly #driven = new Map<string, DrivenRun>();
  #isClosing = false;

  constructor(deps: RunsDeps) {
    this.#deps = deps;
  }

  /** Whether a run is live and not paused. */
  get isBusy(): boolean {
    return [...this.#driven.values()].some(({ isLive, run }) => isLive && run.state !== 'paused');
  }

  find(runId: string): Run | undefined {
    return this.#driven.get(runId)?.run;
  }

  /** @throws TrawlError NOT_FOUND if the run is not live, BUSY if another process drives it */
  get(runId: string): Run {
    return this.#live(runId).run;
  }

  /** The resources that the worker processes of a run use. */
  usage(runId: string): Usage {
    return this.#driven.get(runId)?.usage ?? { rssBytes: 0, cpuMs: 0 };
  }

  fileOf(runId: string): string {
    return runFilePath(this.#deps.folder, runId);
  }

  async start({ jobId, rules, input, secrets }: EngineParams<'run.start'>): Promise<{
    readonly runId: string;
  }> {
    const [problem] = await checkRules(rules);
    if (problem !== undefined) throw new TrawlError('BAD_SELECTOR', describeProblem(problem));
    await this.#prepareFolder();
    const createdMs = this.#deps.timeOfDay();
    const runId = newRunId(createdMs, this.#deps.random);
    const kept = keptList(this.fileOf(runId));
    let list: ListForRun | null = null;
    try {
      list = await openForRun(await kept.keep(input));
      if (list.first.items.length === 0) throw emptyList(list.first.account);
      const { carried, reading } = list;
      const concurrency = this.#concurrencyOf(rules);
      this.#mustBeOpen();
      const patternsOn = input.patterns ?? false;
      const read = { carried, reading, patternsOn };
      const grows = rules.next !== undefined;
      const run = { runId, jobId, rules, ...read, concurrency, createdMs, grows };
      const file = createRunFile(this.fileOf(runId), run);
      try {
        this.#launch(file, list, secrets);
      } catch (error) {
        file.close();
        await deleteRun(file.file);
        throw error;
      }
    } catch (error) {
      list?.close();
      await kept.drop();
      throw error;
    }
    return { runId };
  }

  /** See `run.read-again` of the protocol. */
  async readAgain({ runId, jobId, rules }: EngineParams<'run.read-again'>): Promise<{
    readonly runId: string;
  }> {
    const [problem] = await checkRules(rules);
    if (problem !== undefined) throw new TrawlError('BAD_SELECTOR', describeProblem(problem));
    await this.#prepareFolder();
    const { source, list, patternsOn } = this.#keptList(runId);
    try {
      this.#mustBeOpen();
      const createdMs = this.#deps.timeOfDay();
      const newId = newRunId(createdMs, this.#deps.random);
      const { carried, reading } = list;
      const concurrency = readingOptions(resolveOptions(rules.options)).concurrency;
      const file = createRunFile(this.fileOf(newId), {
        ...{ runId: newId, jobId, rules, carried, reading, patternsOn, concurrency, createdMs },
        readsFrom: source,
      });
      try {
        this.#launch(file, list, undefined);
      } catch (error) {
        file.close();
        await deleteRun(file.file);
        throw error;
      }
      return { runId: newId };
    } catch (error) {
      list.close();
      throw error;
    }
  }

  /** See `run.resume` of the protocol. */
  async resume(params: EngineParams<'run.resume'>): Promise<void> {
    const { runId, secrets, crashed = false, asItWas = false } = params;
    const file = await this.#open(runId);
    const suspect = (): boolean => {
      if (crashed) file.suspect();
      return true;
    };
    await this.#goOn(file, secrets, suspect, asItWas ? pauseOf(file) : null);
  }

  /** Queues failed requests again and runs them; starts the run if it is not live. */
  async retryFailed(runId: string, code: ErrorCode | null, secrets?: RunSecrets): Promise<number> {
    const driven = this.#driven.get(runId);
    if (driven?.isLive) return driven.run.retryFailed(code);
    const file = await this.#open(runId);
    let queued = 0;
    await this.#goOn(file, secrets, () => {
      queued = file.requeueFailed(code);
      return queued > 0;
    });
    return queued;
  }

  /** See `run.set-options` of the protocol. */
  async setOptions(runId: string, change: LiveChange): Promise<void> {
    const driven = this.#driven.get(runId);
    if (driven?.isLive) {
      driven.setOptions(change);
      return;
    }
    const file = await this.#open(runId);
    try {
      if (file.meta.readsFrom === null) {
        file.setOptions(this.#wayOf(file.meta.rules), change);
      }
    } finally {
      file.close();
    }
  }

  /**
   * Resolves when the file of the run is closed, at once for a run that is not driven.
   *
   * @throws TrawlError BUSY if another process drives the run
   */
  async stop(runId: string): Promise<void> {
    const driven = this.#driven.get(runId);
    if (driven === undefined) {
      refuseOwned(this.fileOf(runId));
      return;
    }
    await driven.run.stop();
    await driven.closed;
  }

  async delete(runId: string): Promise<void> {
    if ([...this.#driven.values()].some(({ isLive, readsFrom }) => isLive && readsFrom === runId)) {
      throw new TrawlError(
        'BUSY',
        'The pages of this run are being read again. Stop that reading first, then delete it.',
      );
    }
    await this.stop(runId);
    const file = this.fileOf(runId);
    await this.#deps.letGo(file);
    await deleteRun(file);
    await keptList(file).drop();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#driven.keys()].map((runId) => this.stop(runId)));
  }

  /**
   * The requests of a run that has kept pages, as the list of a new one. A reading has none of its own: they
   * are those of the run that it reads from.
   */
  #keptList(runId: string): KeptList {
    const index = new KeptPageIndex(this.fileOf(runId));
    const { readsFrom, counts, list } = index.meta;
    if (readsFrom !== null) {
      index.close();
      return this.#keptList(readsFrom);
    }
    if (counts.pagesKept === 0) {
      index.close();
      throw new TrawlError('NOT_FOUND', 'This run has kept no pages that could be read again.');
    }
    const patternsOn = list?.patternsOn ?? false;
    return { source: runId, list: listOf(index), patternsOn };
  }

  #launch(
    file: RunFile,
    list: InputReader | null,
    secrets: RunSecrets | undefined,
    pause: Pause | null = null,
  ): void {
    this.#mustBeOpen();
    const { runId, rules } = file.meta;
    const driven = new DrivenRun(this.#deps, file, this.#wayOf(rules), secrets);
    this.#driven.set(runId, driven);
    void driven.closed.then(() => this.#driven.delete(runId));
    driven.run.start(list, pause);
  }

  /** Opens the file of a run that is not live. If a run is just ending, its end is awaited. */
  async #open(runId: string): Promise<RunFile> {
    const driven = this.#driven.get(runId);
    if (driven?.isLive) throw new TrawlError('BUSY', 'This run is running already.');
    await driven?.closed;
    return openRunFile(this.fileOf(runId));
  }

  /** Resumes an opened run after `prepare`; closes it if `prepare` returns that there is no need. */
  async #goOn(
    file: RunFile,
    secrets: RunSecrets | undefined,
    prepare: () => boolean,
    pause: Pause | null = null,
  ): Promise<void> {
    try {
      if (prepare()) this.#launch(file, await restOfList(file), secrets, pause);
      else file.close();
    } catch (error) {
      file.close();
      throw error;
    }
  }

  async #prepareFolder(): Promise<void> {
    const { folder, timeOfDay, logger } = this.#deps;
    await makeRunFolder(folder);
    const names = new Set(await readdir(folder));
    sweepLeftovers(folder, names, timeOfDay()).catch((error) =>
      logger.error('Files that starts before this one left behind could not be deleted.', error),
    );
  }

  #live(runId: string): DrivenRun {
    const driven = this.#driven.get(runId);
    if (driven === undefined) refuseOwned(this.fileOf(runId));
    if (!driven?.isLive) throw new TrawlError('NOT_FOUND', 'This run is not running any more.');
    return driven;
  }

  #mustBeOpen(): void {
    if (this.#isClosing) throw new TrawlError('CANCELLED', 'Trawl is closing.');
  }

  #wayOf(rules: JobRules): 'auto' | Way {
    const { way } = resolveOptions(rules.options);
    return way === 'auto' ? this.#deps.autoWay : way;
  }

  /** A run of one page after the other has concurrency 1, whatever else the job sets. */
  #concurrencyOf(rules: JobRules): number {
    return this.#wayOf(rules) === 'sequential' ? 1 : resolveOptions(rules.options).concurrency;
  }
}

function pauseOf({ meta: { state, pausedBy, stateReason } }: RunFile): Pause | null {
  return state === 'paused' ? { by: pausedBy ?? 'person', reason: stateReason } : null;
}

interface KeptList {
  /** The run that has kept the pages. */
  readonly source: string;
  readonly list: InputReader & { close(): void };
  readonly patternsOn: boolean;
}

/** The requests of a run as the list of another one, which closes it when it has read it. */
function listOf(index: KeptPageIndex): InputReader & { close(): void } {
  const list = index.asList();
  return {
    ...list,
    async *batches(signal) {
      try {
        yield* list.batches(signal);
      } finally {
        index.close();
      }
    },
    close: () => index.close(),
  };
}

/** The part of the list that is still to be imported, or null if the whole list is imported. */
async function restOfList(file: RunFile): Promise<InputReader | null> {
  const { importing, readsFrom } = file.meta;
  if (importing.done) return null;
  if (readsFrom !== null) return listOf(new KeptPageIndex(runFileBeside(file.file, readsFrom)));
  const kept = await keptList(file.file).find();
  if (kept === null) {
    throw new TrawlError(
      'FILE_ERROR',
      'The list of this run was not read to its end, and the copy of it is gone. Start a new run.',
    );
  }
  return openForRun(kept);
}
