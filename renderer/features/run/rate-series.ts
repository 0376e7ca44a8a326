import type { RunHistory } from '#shared/engine-protocol/run.ts';

const firstStepMs = 500;
const mostBuckets = 480;

/** Columns for the chart: seconds since the start, pages done and failed a second. */
export type RateColumns = readonly [readonly number[], readonly number[], readonly number[]];

/**
 * How fast a run went, over its whole time, in a bounded number of buckets: when they are used up,
 * neighbours are merged and every bucket covers twice the time.
 */
export class RateSeries {
  #stepMs = firstStepMs;
  #done: number[] = [];
  #failed: number[] = [];
  #last: { readonly done: number; readonly failed: number } | null = null;

  /** Begins anew with what the run's file remembers of the time before. */
  load(history: RunHistory): void {
    this.#stepMs = history.stepMs > 0 ? history.stepMs : firstStepMs;
    this.#done = [];
    this.#failed = [];
    this.#last = null;
    for (const point of history.points) this.#credit(point.tMs, point.done, point.failed);
  }

  /** Takes the totals of a snapshot in; the first after `load` only says where counting starts. */
  add(elapsedMs: number, done: number, failed: number): void {
    // Trying failed pages again takes them off the total: that is not a negative rate.
    const newDone = Math.max(0, done - (this.#last?.done ?? done));
    const newFailed = Math.max(0, failed - (this.#last?.failed ?? failed));
    this.#last = { done, failed };
    this.#credit(elapsedMs, newDone, newFailed);
  }

  /** The bucket that is still filling is left out while the run goes: it would always look low. */
  columns(complete: boolean): RateColumns {
    const count = this.#done.length - (complete ? 0 : 1);
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
