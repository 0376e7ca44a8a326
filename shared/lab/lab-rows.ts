import type { LabRender, LabReport, LabSample } from '../engine-protocol/lab.ts';
import type { Way } from '../job/way.ts';

/** The spread of a figure over the rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The summary of the rounds of one way at one concurrency, and with one choice of rendering. */
export interface LabRow {
  readonly way: Way;
  readonly concurrency: number;
  /** Null: as the job says. */
  readonly render: LabRender | null;
  readonly rounds: number;
  /** Requests of one round that were answered or failed. */
  readonly pages: number;
  readonly failed: number;
  readonly elapsedMs: Spread;
  readonly pagesPerSecond: Spread;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** The median time of a page from the start of its request to its rows. */
  readonly pageMs: number | null;
  /** The total over all rounds. */
  readonly peakRssBytes: number;
  readonly cpuMs: number;
  /** The speed relative to sequential; null where sequential was not measured. */
  readonly timesSequential: number | null;
}

/** The table of a report, in the order of its setup, without rows that are not measured yet. */
export function labRows({ setup, samples }: Pick<LabReport, 'setup' | 'samples'>): LabRow[] {
  const rows = setup.ways.flatMap((way) =>
    setup.concurrencies.flatMap((concurrency) =>
      setup.renders.flatMap((render) => {
        const mine = samples.filter(
          (sample) =>
            sample.way === way && sample.concurrency === concurrency && sample.render === render,
        );
        return mine.length === 0 ? [] : [rowOf(mine)];
      }),
    ),
  );
  const sequential = rows.find(({ way }) => way === 'sequential')?.pagesPerSecond.median ?? 0;
  return rows.map((row) => ({
    ...row,
    timesSequential: sequential > 0 ? row.pagesPerSecond.median / sequential : null,
  }));
}

function rowOf(samples: readonly LabSample[]): Omit<LabRow, 'timesSequential'> {
  const of = (figure: (sample: LabSample) => number) => spreadOf(samples.map(figure));
  const latencies = samples.flatMap(({ latency }) => (latency === null ? [] : [latency]));
  const latency = (figure: 'p50Ms' | 'p95Ms') =>
    latencies.length === 0 ? null : spreadOf(latencies.map((one) => one[figure])).median;
  const pageTimes = samples.flatMap(({ pageMs }) => (pageMs === null ? [] : [pageMs]));
  const [
    { way, concurrency, render } = { way: 'sequential' as Way, concurrency: 1, render: null },
  ] = samples;
  return {
    way,
    concurrency,
    render,
    rounds: samples.length,
    pages: of(({ done, failed }) => done + failed).median,
    failed: of(({ failed }) => failed).median,
    elapsedMs: of(({ elapsedMs }) => elapsedMs),
    pagesPerSecond: of(pagesPerSecond),
    p50Ms: latency('p50Ms'),
    p95Ms: latency('p95Ms'),
    pageMs: pageTimes.length === 0 ? null : spreadOf(pageTimes).median,
    peakRssBytes: of(({ peakRssBytes }) => peakRssBytes).most,
    cpuMs: of(({ cpuMs }) => cpuMs).median,
  };
}

export function pagesPerSecond({
  done,
  failed,
  elapsedMs,
}: Pick<LabSample, 'done' | 'failed' | 'elapsedMs'>): number {
  return elapsedMs > 0 ? ((done + failed) / elapsedMs) * 1000 : 0;
}

/** How many times as long as without a browser the rendered pages took; null for any other row. */
export function timesAsLong(rows: readonly LabRow[], { render, elapsedMs }: LabRow): number | null {
  const fetched = rows.find((row) => row.render === 'never');
  if (render !== 'always' || fetched === undefined) return null;
  return elapsedMs.median / Math.max(1, fetched.elapsedMs.median);
}

/** The median of at least one figure. */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    least: at(0),
    most: at(sorted.length - 1),
  };
}

/** Measured runs, out of the runs in the setup. */
export function labShare({ setup, samples, now }: LabReport): number {
  const { ways, concurrencies, renders, repeats } = setup;
  const all = ways.length * concurrencies.length * renders.length * repeats;
  const under = now?.phase === 'measure' && now.total > 0 ? now.settled / now.total : 0;
  return Math.min(1, (samples.length + under) / all);
}
