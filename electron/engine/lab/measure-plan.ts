import type { LabReport, LabSample, LabSetup } from '#shared/engine-protocol/lab.ts';
import { hasFlattened } from '#shared/lab/knee.ts';
import { pagesPerSecond } from '#shared/lab/lab-rows.ts';
import { pagesOf, type Trial, trialsOf, warmUpPages } from './trials.ts';

/**
 * Makes every run of a plan in turn, until all are measured or one was stopped (null).
 *
 * @param tell called for each finished run, and for a curve that has flattened
 */
export async function measurePlan(
  setup: LabSetup,
  signal: AbortSignal,
  run: (trial: Trial, pages: number) => Promise<LabSample | null>,
  tell: (change: Partial<LabReport>) => void,
): Promise<void> {
  const warmUp = warmUpPages(setup);
  for (const way of warmUp > 0 ? setup.ways : []) {
    if (signal.aborted) return;
    await run(
      { way, concurrency: Math.min(16, setup.concurrencies.at(-1) ?? 1), render: null, round: 0 },
      warmUp,
    );
  }
  let { concurrencies } = setup;
  let samples: readonly LabSample[] = [];
  for (let round = 1; round <= setup.repeats; round += 1) {
    for (const trial of trialsOf({ ...setup, concurrencies }, round)) {
      if (signal.aborted) return;
      const sample = await run(trial, pagesOf(setup, trial.concurrency));
      if (sample === null) return;
      samples = [...samples, sample];
      tell({ samples });
      if (setup.kind !== 'tune' || round > 1 || !hasFlattened(samples.map(pagesPerSecond)))
        continue;
      // The combinations left out of the first round are left out of all rounds.
      const measured = concurrencies.filter((concurrency) => concurrency <= trial.concurrency);
      const flattened = measured.length < concurrencies.length;
      concurrencies = measured;
      tell({ flattened, setup: { ...setup, concurrencies } });
      break;
    }
  }
}
