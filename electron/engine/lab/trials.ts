import type { LabRender, LabSetup } from '#shared/engine-protocol/lab.ts';
import type { Way } from '#shared/job/way.ts';

/** One run of a plan. */
export interface Trial {
  readonly way: Way;
  readonly concurrency: number;
  /** Null: as the job says. */
  readonly render: LabRender | null;
  /** From 1; 0 for a warm-up. */
  readonly round: number;
}

/**
 * The runs of a round. Rounds are interleaved, so that a machine that becomes warm or busy does so for all
 * runs, and nothing that is compared has the same place in every round.
 */
export function trialsOf(
  {
    kind,
    ways,
    concurrencies,
    renders,
  }: Pick<LabSetup, 'kind' | 'ways' | 'concurrencies' | 'renders'>,
  round: number,
): Trial[] {
  const all = ways.flatMap((way) =>
    concurrencies.flatMap((concurrency) =>
      renders.map((render) => ({ way, concurrency, render, round })),
    ),
  );
  // The concurrencies of the first round of `tune` rise, so that it can end when a higher one is no faster.
  if (kind === 'tune') return round % 2 === 1 ? all : all.reverse();
  const first = (round - 1) % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

const fewestTuned = 100;
const wavesTuned = 16;

/**
 * The number of pages that a run fetches: fewer for tuning at a low concurrency, which would take long for
 * many pages and does not need them.
 */
export function pagesOf({ kind, workload }: LabSetup, concurrency: number): number {
  if (kind !== 'tune') return workload.pages;
  return Math.min(workload.pages, Math.max(fewestTuned, wavesTuned * concurrency));
}

/** Enough to have all code compiled and the site's pages created, in about a second at most. */
export function warmUpPages({ kind, workload }: LabSetup): number {
  // The servers of other people get no requests whose results are not used.
  if (workload.kind === 'list') return 0;
  const perSecond = 1000 / Math.max(1, workload.latencyMs);
  const most = kind === 'compare' ? 50 : 200;
  return Math.min(workload.pages, Math.max(4, Math.min(most, Math.round(perSecond))));
}

/** Threads and processes have started within this time. */
const startMs = 500;
/** The number of pages that may wait meanwhile, and are then read at once. */
const fewestWaiting = 32;

/**
 * The number of pages that a run fetches before those that count, while its threads and processes start: as
 * many as may arrive meanwhile. None for a list, since its servers get no additional requests.
 */
export function runInPages({ workload }: LabSetup, { way, concurrency }: Trial): number {
  if (workload.kind === 'list') return 0;
  const atOnce = way === 'sequential' ? 1 : concurrency;
  const rounds = Math.max(1, Math.ceil(startMs / Math.max(1, workload.latencyMs)));
  return Math.min(atOnce * rounds, Math.max(fewestWaiting, 4 * atOnce));
}
