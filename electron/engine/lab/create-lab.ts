import { availableParallelism } from 'node:os';
import type { LabReport } from '#shared/engine-protocol/lab.ts';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import type { LabDeps } from './lab-deps.ts';
import { openLabFolder, sweepLabFolder } from './lab-folder.ts';
import { type LabEnd, LabNews } from './lab-news.ts';
import { runnable, setupOf } from './lab-setup.ts';
import { PlanRun } from './plan-run.ts';
import { workOf } from './workload.ts';

export interface Lab {
  /** Measures to the end, or until it is stopped, and returns the report. */
  start(params: EngineParams<'lab.start'>): Promise<LabReport>;
  /** Resolves when the measurement has ended completely; does nothing if there is none. */
  stop(): Promise<void>;
  /** The report of the current or last measurement; null before the first. */
  readonly report: LabReport | null;
  close(): Promise<void>;
}

/** Measures real runs: see `lab.ts` of the protocol. One plan at a time. */
export function createLab(deps: LabDeps): Lab {
  return new RealLab(deps);
}

class RealLab implements Lab {
  readonly #deps: LabDeps;
  readonly #news: LabNews;
  /** Stops the current plan; null if there is none. */
  #abort: AbortController | null = null;
  #over: Promise<unknown>;

  constructor(deps: LabDeps) {
    this.#deps = deps;
    this.#news = new LabNews(deps.clock, deps.emit);
    this.#over = sweepLabFolder(deps.folder).catch((error) =>
      deps.logger.error('What was left of older measurements could not be deleted.', error),
    );
  }

  get report(): LabReport | null {
    return this.#news.report;
  }

  async start(params: EngineParams<'lab.start'>): Promise<LabReport> {
    if (this.#abort !== null) throw new TrawlError('BUSY', 'The Lab is measuring already.');
    if (this.#deps.isDisturbed()) {
      throw new TrawlError(
        'BUSY',
        'A run is going on, and the two would disturb each other. Pause or stop the run, then measure.',
      );
    }
    const abort = new AbortController();
    this.#abort = abort;
    const swept = this.#over.catch(() => undefined);
    const measured = swept.then(() => this.#whole(params, abort.signal));
    this.#over = measured;
    try {
      return await measured;
    } finally {
      this.#abort = null;
    }
  }

  async stop(): Promise<void> {
    this.#abort?.abort();
    await this.#over.catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.stop();
    this.#news.close();
  }

  async #whole(params: EngineParams<'lab.start'>, signal: AbortSignal): Promise<LabReport> {
    const { folder, canRun, timeOfDay, logger } = this.#deps;
    const work = await workOf(params.plan.workload);
    const { setup, leftOut } = runnable(setupOf(params.plan, work), canRun);
    if (setup.kind === 'render') await this.#openBrowser();
    const own = await openLabFolder(folder);
    this.#news.begin({
      setup,
      machine: { platform: process.platform, cores: availableParallelism() },
      startedMs: timeOfDay(),
      state: 'running',
      problem: null,
      leftOut,
      flattened: false,
      samples: [],
      differences: null,
      now: null,
    });
    const end = await this.#measure(new PlanRun(this.#deps, params, work, setup), signal);
    // Before the end is reported, since a listener may then start another measurement.
    await own
      .close()
      .catch((error) => logger.error('The measured runs could not be deleted.', error));
    return this.#news.end(end);
  }

  /** Before anything is measured, so that its start is in no figure. */
  async #openBrowser(): Promise<void> {
    try {
      await this.#deps.openBrowser();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TrawlError(
        'BAD_INPUT',
        `Pages cannot be rendered here, so there is nothing to compare: ${reason.replace(/\.$/, '')}.`,
      );
    }
  }

  async #measure(plan: PlanRun, signal: AbortSignal): Promise<LabEnd> {
    try {
      await plan.measure(signal, (change) => this.#news.tell(change));
      return { state: signal.aborted ? 'stopped' : 'done', problem: null };
    } catch (error) {
      this.#deps.logger.error('A measurement failed.', error);
      return { state: 'failed', problem: toErrorReply(error).message };
    }
  }
}
