import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  LabNow,
  LabRender,
  LabReport,
  LabSample,
  LabSetup,
} from '#shared/engine-protocol/lab.ts';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { compareValues } from './compare-values.ts';
import type { LabDeps } from './lab-deps.ts';
import { measure } from './measure.ts';
import { measurePlan } from './measure-plan.ts';
import { runInPages, type Trial } from './trials.ts';
import { rulesAt, type Work } from './workload.ts';

/** Measures one plan: a real run for each trial, in the folder of the Lab. */
export class PlanRun {
  readonly #deps: LabDeps;
  readonly #params: EngineParams<'lab.start'>;
  readonly #work: Work;
  readonly #setup: LabSetup;
  /** The copies of the files of the first round's runs whose values are compared. */
  readonly #kept = new Map<LabRender, string>();

  constructor(deps: LabDeps, params: EngineParams<'lab.start'>, work: Work, setup: LabSetup) {
    this.#deps = deps;
    this.#params = params;
    this.#work = work;
    this.#setup = setup;
  }

  async measure(signal: AbortSignal, tell: (change: Partial<LabReport>) => void): Promise<void> {
    let listener: (snapshot: RunSnapshot) => void = () => undefined;
    const runs = this.#deps.openRuns(this.#deps.folder, (event) => {
      if (event.kind === 'run') listener(event.snapshot);
    });
    let isRendered = false;
    const measuring = {
      ...this.#deps,
      runs,
      keep: (trial: Trial, file: string) => this.#keep(trial, file, tell),
      usage: (runId: string) => this.#deps.usage(runs, runId, isRendered),
      onSnapshot(next: typeof listener) {
        listener = next;
      },
    };
    const run = async (trial: Trial, pages: number): Promise<LabSample | null> => {
      const phase = trial.round === 0 ? 'warm-up' : 'measure';
      const runIn = phase === 'warm-up' ? 0 : runInPages(this.#setup, trial);
      const now: LabNow = { ...trial, phase, settled: 0, total: pages, elapsedMs: 0 };
      tell({ now });
      const job = this.#jobOf(trial, pages + runIn);
      isRendered = (job.rules.options?.render ?? 'never') !== 'never';
      return measure(measuring, { trial, job, runIn }, signal, (far) =>
        tell({ now: { ...now, ...far } }),
      );
    };
    try {
      await measurePlan(this.#setup, signal, run, tell);
    } finally {
      await runs.close();
    }
  }

  /** The first two runs that differ in rendering are compared as soon as both are there. */
  async #keep(
    { render }: Trial,
    file: string,
    tell: (change: Partial<LabReport>) => void,
  ): Promise<void> {
    if (render === null || this.#kept.has(render)) return;
    const copy = join(this.#deps.folder, `${render}.values`);
    await copyFile(file, copy);
    this.#kept.set(render, copy);
    const [fetched, rendered] = [this.#kept.get('never'), this.#kept.get('always')];
    if (fetched === undefined || rendered === undefined) return;
    tell({ differences: compareValues(fetched, rendered) });
  }

  #jobOf(trial: Trial, pages: number): EngineParams<'run.start'> {
    const { plan, secrets } = this.#params;
    return {
      jobId: null,
      rules: rulesAt(this.#work, plan.workload.kind === 'sample', trial),
      input: { kind: 'lines', lines: this.#work.urls(pages) },
      ...(secrets && { secrets }),
    };
  }
}
