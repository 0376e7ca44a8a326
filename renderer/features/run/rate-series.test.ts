import { describe, expect, it } from 'vitest';
import { RateSeries } from './rate-series.ts';

describe('RateSeries', () => {
  it('turns totals into rates', () => {
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
    expect(series.columns(true)[1]).toEqual([40, 20, 0, 40]);
  });

  it('goes on from what the run file remembers, without a jump', () => {
    const series = new RateSeries();
    series.load({
      stepMs: 1000,
      points: [
        { tMs: 0, done: 10, failed: 1 },
        { tMs: 1000, done: 12, failed: 0 },
      ],
    });
    series.add(2100, 5000, 40);
    series.add(2900, 5008, 40);
    series.add(3100, 5008, 40);
    expect(series.columns(false)).toEqual([
      [0, 1, 2],
      [10, 12, 8],
      [1, 0, 0],
    ]);
  });

  it('shows a pause as nothing done', () => {
    const series = new RateSeries();
    series.load({
      stepMs: 1000,
      points: [
        { tMs: 0, done: 3, failed: 0 },
        { tMs: 3000, done: 4, failed: 0 },
      ],
    });
    expect(series.columns(true)[1]).toEqual([3, 0, 0, 4]);
  });

  it('stays bounded on a run of days and keeps what was counted', () => {
    const series = new RateSeries();
    let done = 0;
    series.add(0, 0, 0);
    for (let ms = 0; ms <= 3 * 86_400_000; ms += 60_000) {
      done += 10;
      series.add(ms, done, 0);
    }
    const [seconds, rates] = series.columns(true);
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
