import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../test-support/fake-clock.ts';
import type { UrlOutcome } from './counters.ts';
import { RunRates } from './run-rates.ts';

const outcome = (state: 'done' | 'failed'): UrlOutcome => ({
  requestId: 1,
  hostId: 1,
  url: 'https://a.example/',
  attempts: 1,
  state,
  failure: null,
  rows: [],
  trace: null,
  encoding: null,
  startedAtMs: 0,
  finishedAtMs: 0,
  extractMs: 0,
  inBrowser: false,
});

describe('RunRates', () => {
  it('tells what was finished a second, over the last five seconds', () => {
    const clock = createFakeClock();
    const rates = new RunRates(clock);
    for (let tenth = 0; tenth < 100; tenth += 1) {
      rates.committed([outcome('done'), outcome('done'), outcome('failed')], 60);
      clock.advance(100);
    }
    expect(rates.finishedPerSecond).toBeCloseTo(30, 0);
    expect(rates.failedPerSecond).toBeCloseTo(10, 0);
    expect(rates.diskShare).toBeCloseTo(0.6, 1);
    clock.advance(2500);
    expect(rates.finishedPerSecond).toBeCloseTo(15, 0);
    clock.advance(60_000);
    expect(rates.finishedPerSecond).toBe(0);
  });

  it('is right from the first second on, and begins anew after a pause', () => {
    const clock = createFakeClock();
    clock.advance(123_456);
    const rates = new RunRates(clock);
    for (let tenth = 0; tenth < 20; tenth += 1) {
      rates.committed([outcome('done')], 0);
      clock.advance(100);
    }
    expect(rates.finishedPerSecond).toBeCloseTo(10, 0);
    rates.restart();
    expect(rates.finishedPerSecond).toBe(0);
    rates.committed([outcome('done')], 0);
    expect(rates.finishedPerSecond).toBe(1);
  });
});
