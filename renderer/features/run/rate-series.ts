import type { HistoryPoint, RunHistory } from '#shared/engine-protocol/run.ts';

const firstStepMs = 500;
const mostBuckets = 480;

/** Columns for the chart: seconds since the start, pages done and failed per second. */
type RateColumns = readonly [readonly number[], readonly number[], readonly number[]];

/**
 * The rate of a run over its whole time, in a limited number of buckets: when they are used up, neighbours
 * are merged and every bucket covers twice the time.
 */
export class RateSeries {
  #stepMs = firstStepMs;
  #done: number[] = [];
  #failed: number[] = [];
  #last: { readonly done: number; readonly failed: number } | null = null;
  /** The offset added to the time of a snapshot, so that it continues at the end of the history. */
  #offsetMs: number | null = 0;

  /** Starts again with the history in the run's file, which covers the first `elapsedMs`. */
  load(history: RunHistory, elapsedMs: number): void {
    this.#stepMs = history.points.length > 0 ? history.stepMs : firstStepMs;
    const points = withoutPauses(history, elapsedMs);
    this.#done = points.map(({ done }) => done);
    this.#failed = points.map(({ failed }) => failed);
    this.#last = null;
    this.#offsetMs = null;
    while (this.#done.length > mostBuckets) this.#coarsen();
  }

  /** Adds the totals of a snapshot; the first one after `load` only sets the starting point. */
  add(elapsedMs: number, done: number, failed: number): void {
    // A run without finished pages is followed from its beginning.
    this.#offsetMs ??= done + failed === 0 ? 0 : this.#offsetFor(elapsedMs);
    // Retrying failed pages lowers the total: that is not a negative rate.
    const newDone = Math.max(0, done - (this.#last?.done ?? done));
    const newFailed = Math.max(0, failed - (this.#last?.failed ?? failed));
    this.#last = { done, failed };
    this.#credit(elapsedMs + this.#offsetMs, newDone, newFailed);
  }

  /**
   * The last bucket is left out: it is still filling, or was when the run came to rest, and would look like a
   * sudden drop. For a run at rest it is kept where it is no drop, or where there are few other buckets.
   */
  columns(atRest: boolean): RateColumns {
    const [before = 0, last = 0] = this.#done.slice(-2);
    const whole = atRest && (this.#done.length <= 3 || last > before);
    const count = this.#done.length - (whole ? 0 : 1);
    const perSecond = 1000 / this.#stepMs;
    const seconds: number[] = [];
    const done: number[] = [];
    const failed: number[] = [];
    for (let index = 0; index < count; index += 1) {
      seconds.push((index * this.#stepMs) / 1000);
      done.push((this.#done[index] ?? 0) * perSecond);
      failed.push((this.#failed[index] ?? 0) * perSecond);
    }
    return [seconds, done, failed];
  }

  /** Whole steps only: the last bucket of the history is filled up before a new one begins. */
  #offsetFor(elapsedMs: number): number {
    if (this.#done.length === 0) return -Math.floor(elapsedMs / this.#stepMs) * this.#stepMs;
    const known = this.#done.length - 1;
    return Math.max(0, known - Math.floor(elapsedMs / this.#stepMs)) * this.#stepMs;
  }

  #credit(tMs: number, done: number, failed: number): void {
    while (tMs >= this.#stepMs * mostBuckets) this.#coarsen();
    const bucket = Math.max(0, Math.floor(tMs / this.#stepMs));
    while (this.#done.length <= bucket) {
      this.#done.push(0);
      this.#failed.push(0);
    }
    this.#done[bucket] = (this.#done[bucket] ?? 0) + done;
    this.#failed[bucket] = (this.#failed[bucket] ?? 0) + failed;
  }

  #coarsen(): void {
    this.#stepMs *= 2;
    this.#done = mergePairs(this.#done);
    this.#failed = mergePairs(this.#failed);
  }
}

function mergePairs(values: readonly number[]): number[] {
  const merged: number[] = [];
  for (let index = 0; index < values.length; index += 2) {
    merged.push((values[index] ?? 0) + (values[index + 1] ?? 0));
  }
  return merged;
}

/**
 * The history is counted by the clock and includes pauses and nights between two sessions. Empty buckets are
 * removed for the time in which the run was not active, from the longest stretches first.
 */
function withoutPauses({ points, stepMs }: RunHistory, elapsedMs: number): HistoryPoint[] {
  let excess = points.length - Math.ceil(elapsedMs / stepMs) - 1;
  const drop = new Set<number>();
  for (const { from, length } of emptyStretches(points)) {
    for (let index = from; index < from + length && excess > 0; index += 1) {
      drop.add(index);
      excess -= 1;
    }
  }
  return points.filter((_, index) => !drop.has(index));
}

function emptyStretches(points: readonly HistoryPoint[]) {
  const stretches: { from: number; length: number }[] = [];
  for (const [index, { done, failed }] of points.entries()) {
    if (done + failed > 0) continue;
    const last = stretches.at(-1);
    if (last && last.from + last.length === index) last.length += 1;
    else stretches.push({ from: index, length: 1 });
  }
  return stretches.sort((a, b) => b.length - a.length);
}
