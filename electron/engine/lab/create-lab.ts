import { availableParallelism } from 'node:os';
import type { LabNow, LabReport, LabSample, LabSetup } from '#shared/engine-protocol/lab.ts';
import type { EngineEvent, EngineParams } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import type { Way } from '#shared/job/way.ts';
import { Beat } from '../core/run/beat.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Runs } from '../runs/runs.ts';
import type { Usage } from '../ways/worker-messages.ts';
import { openLabFolder, sweepLabFolder } from './lab-folder.ts';
import { runnable, setupOf } from './lab-setup.ts';
import { measure } from './measure.ts';
import { measurePlan } from './measure-plan.ts';
import { runInPages, type Trial } from './trials.ts';
import { rulesAt, type Work, workOf } from './workload.ts';

export interface Lab {
  /** Measures to the end, or until it is stopped, and tells what came of it. */
  start(params: EngineParams<'lab.start'>): Promise<LabReport>;
  /** Resolves when nothing of it happens any more; fine where nothing is measured. */
  stop(): Promise<void>;
  /** What is being measured, or was last; null before the first. */
  readonly report: LabReport | null;
  close(): Promise<void>;
}

export interface LabDeps {
  /** Where its runs are kept while they last. */
  readonly folder: string;
  /** Real runs in a folder of their own. */
  readonly openRuns: (folder: string, emit: (event: EngineEvent) => void) => Runs;
  /** Runs of jobs are going on. */
  readonly isDisturbed: () => boolean;
  readonly canRun: (way: Way) => boolean;
  /** What the engine's processes take while a run of these is live. */
  readonly usage: (runs: Runs, runId: string) => Usage;
  readonly clock: Clock;
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  readonly emit: (event: EngineEvent) => void;
}

/** Measures real runs: see `lab.ts` of the protocol. One plan at a time. */
export function createLab(deps: LabDeps): Lab {
  const { folder, clock, emit } = deps;
  let report: LabReport | null = null;
  let abort: AbortController | null = null;
  let over: Promise<unknown> = sweepLabFolder(folder).catch((error) =>
    deps.logger.error('What was left of older measurements could not be deleted.', error),
  );
  const beat = new Beat(clock, () => {
    if (report !== null) emit({ kind: 'lab', report });
  });
  const tell = (change: Partial<LabReport>, at: 'once' | 'soon' = 'soon'): void => {
    if (report !== null) report = { ...report, ...change };
    if (at === 'once') beat.now();
    else beat.changed();
  };

  const measureAll = async (
    { plan, secrets }: EngineParams<'lab.start'>,
    work: Work,
    setup: LabSetup,
    signal: AbortSignal,
  ): Promise<void> => {
    let listener: (snapshot: RunSnapshot) => void = () => undefined;
    const runs = deps.openRuns(folder, (event) => {
      if (event.kind === 'run') listener(event.snapshot);
    });
    const measuring = {
      ...deps,
      runs,
      usage: (runId: string) => deps.usage(runs, runId),
      onSnapshot(next: typeof listener) {
        listener = next;
      },
    };
    const run = async (trial: Trial, pages: number): Promise<LabSample | null> => {
      const phase = trial.round === 0 ? 'warm-up' : 'measure';
      const runIn = phase === 'warm-up' ? 0 : runInPages(setup, trial);
      const lines = work.urls(pages + runIn);
      const now: LabNow = { ...trial, phase, settled: 0, total: pages, elapsedMs: 0 };
      tell({ now });
      const rules = rulesAt(work, plan.workload.kind === 'sample', trial);
      const job = {
        jobId: null,
        rules,
        input: { kind: 'lines' as const, lines },
        ...(secrets && { secrets }),
      };
      return measure(measuring, { trial, job, runIn }, signal, (far) =>
        tell({ now: { ...now, ...far } }),
      );
    };
    try {
      await measurePlan(setup, signal, run, (change) => tell(change));
    } finally {
      await runs.close();
    }
  };

  const whole = async (
    params: EngineParams<'lab.start'>,
    signal: AbortSignal,
  ): Promise<LabReport> => {
    const work = await workOf(params.plan.workload);
    const { setup, leftOut } = runnable(setupOf(params.plan, work), deps.canRun);
    const own = await openLabFolder(folder);
    const begun: LabReport = {
      setup,
      machine: { platform: process.platform, cores: availableParallelism() },
      startedMs: deps.timeOfDay(),
      state: 'running',
      problem: null,
      leftOut,
      flattened: false,
      samples: [],
      now: null,
    };
    report = begun;
    beat.now();
    let end: Partial<LabReport>;
    try {
      await measureAll(params, work, setup, signal);
      end = { state: signal.aborted ? 'stopped' : 'done' };
    } catch (error) {
      deps.logger.error('A measurement failed.', error);
      end = { state: 'failed', problem: toErrorReply(error).message };
    }
    // Before its end is told: who hears of that may measure again.
    await own
      .close()
      .catch((error) => deps.logger.error('What was measured could not be deleted.', error));
    tell({ ...end, now: null }, 'once');
    return report ?? begun;
  };

  const stop = async (): Promise<void> => {
    abort?.abort();
    await over.catch(() => undefined);
  };
  return {
    async start(params) {
      if (abort !== null) throw new TrawlError('BUSY', 'The Lab is measuring already.');
      if (deps.isDisturbed()) {
        throw new TrawlError(
          'BUSY',
          'A run is going on, and the two would disturb each other. Pause or stop the run, then measure.',
        );
      }
      const mine = new AbortController();
      abort = mine;
      const swept = over.catch(() => undefined);
      const measured = swept.then(() => whole(params, mine.signal));
      over = measured;
      try {
        return await measured;
      } finally {
        abort = null;
      }
    },
    stop,
    get report() {
      return report;
    },
    async close() {
      await stop();
      beat.close();
    },
  };
}
