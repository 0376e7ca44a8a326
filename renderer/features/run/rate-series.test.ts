import { describe, expect, it } from 'vitest';
import { RateSeries } from './rate-series.ts';

const second = (tMs: number, done: number, failed = 0) => ({ tMs, done, failed });

describe('RateSeries', () => {
  it('turns totals into rates, and leaves out what is still filling', () => {
    const series = new RateSeries();
    series.add(0, 0, 0);
    series.add(400, 20, 0);
    series.add(900, 30, 5);
    series.add(1600, 50, 5);
    expect(series.columns(false)).toEqual([
      [0, 0.5, 1],
      [40, 20, 0],
      [0, 10, 0],
    ]);
  });

  it('shows a very short run whole', () => {
    const series = new RateSeries();
    series.add(0, 0, 0);
    series.add(300, 7, 0);
    expect(series.columns(true)[1]).toEqual([14]);
    expect(series.columns(false)[1]).toEqual([]);
  });

  it('goes on from what the run file remembers, without a jump', () => {
    const series = new RateSeries();
    series.load({ stepMs: 1000, points: [second(0, 10, 1), second(1000, 12)] }, 1900);
    series.add(1950, 5000, 40);
    series.add(2900, 5008, 40);
    series.add(3100, 5008, 40);
    expect(series.columns(false)).toEqual([
      [0, 1, 2],
      [10, 12, 8],
      [1, 0, 0],
    ]);
  });

  it('takes the time between two sessions out', () => {
    const points = Array.from({ length: 100 }, (_, index) => second(index * 1000, 0));
    points[0] = second(0, 5);
    points[1] = second(1000, 6);
    points[99] = second(99_000, 7);
    const series = new RateSeries();
    series.load({ stepMs: 1000, points }, 2900);
    series.add(3000, 18, 0);
    series.add(4100, 22, 0);
    series.add(5000, 22, 0);
    expect(series.columns(false)[1].slice(0, 2)).toEqual([5, 6]);
    expect(series.columns(false)[1].length).toBeLessThan(8);
  });

  it('keeps an idle time in which the run did run', () => {
    const series = new RateSeries();
    const points = [second(0, 3), second(1000, 0), second(2000, 0), second(3000, 4)];
    series.load({ stepMs: 1000, points }, 4000);
    expect(series.columns(true)[1]).toEqual([3, 0, 0, 4]);
    expect(series.columns(false)[1]).toEqual([3, 0, 0]);
  });

  it('begins where the run began while nothing is done', () => {
    const series = new RateSeries();
    series.load({ stepMs: 1000, points: [] }, 1900);
    series.add(1900, 0, 0);
    series.add(2100, 6, 0);
    series.add(2600, 6, 0);
    expect(series.columns(false)).toEqual([
      [0, 0.5, 1, 1.5, 2],
      [0, 0, 0, 0, 12],
      [0, 0, 0, 0, 0],
    ]);
  });

  it('begins at zero when a run is followed from its middle without a history', () => {
    const series = new RateSeries();
    series.load({ stepMs: 1000, points: [] }, 0);
    series.add(3_600_100, 1000, 0);
    series.add(3_600_400, 1010, 0);
    series.add(3_600_600, 1010, 0);
    expect(series.columns(false)[1]).toEqual([20]);
  });

  it('stays bounded on a run of days and keeps what was counted', () => {
    const series = new RateSeries();
    let done = 0;
    series.add(0, 0, 0);
    for (let ms = 0; ms <= 3 * 86_400_000; ms += 60_000) {
      done += 10;
      series.add(ms, done, 0);
    }
    // A last value in a bucket of its own, so that all earlier buckets are complete.
    series.add(6 * 86_400_000, done, 0);
    const [seconds, rates] = series.columns(false);
    expect(seconds.length).toBeLessThanOrEqual(480);
    const step = (seconds[1] ?? 0) - (seconds[0] ?? 0);
    const sum = rates.reduce((total, rate) => total + rate * step, 0);
    expect(Math.round(sum)).toBe(done);
  });

  it('takes a total that falls, when failed pages are tried again, as no rate at all', () => {
    const series = new RateSeries();
    series.add(0, 10, 10);
    series.add(100, 10, 0);
    series.add(200, 12, 0);
    expect(series.columns(true)).toEqual([[0], [4], [0]]);
  });
});
