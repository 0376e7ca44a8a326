import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabSetup } from '#shared/engine-protocol/lab.ts';
import { ways } from '#shared/job/way.ts';
import { CpuSeries } from './cpu-series.ts';
import { pagesOf, runInPages, trialsOf, warmUpPages } from './trials.ts';

const workload = {
  kind: 'sample',
  pages: 500,
  latencyMs: 20,
  sizeBytes: 2048,
  errorRate: 0,
} as const;
const list = { kind: 'list', name: 'Mine', pages: 50 } as const;
const setup = (more: Partial<LabSetup> = {}): LabSetup => ({
  kind: 'compare',
  workload,
  ways,
  concurrencies: [16],
  renders: [null],
  repeats: 3,
  ...more,
});

describe('trialsOf', () => {
  it('has every way once in a round, and each first in one of as many rounds', () => {
    const rounds = [1, 2, 3, 4].map((round) => trialsOf(setup(), round).map(({ way }) => way));
    for (const round of rounds) expect([...round].sort()).toEqual([...ways].sort());
    expect(new Set(rounds.map(([first]) => first)).size).toBe(4);
  });

  it('rises first while tuning, then falls', () => {
    const tune = setup({ kind: 'tune', ways: ['threads'], concurrencies: [1, 2, 4] });
    const order = (round: number) => trialsOf(tune, round).map(({ concurrency }) => concurrency);
    expect([order(1), order(2), order(3)]).toEqual([
      [1, 2, 4],
      [4, 2, 1],
      [1, 2, 4],
    ]);
  });
});

describe('the pages of a run', () => {
  it('are all of them when ways are compared, fewer at a low concurrency when tuned', () => {
    expect(pagesOf(setup(), 1)).toBe(500);
    const tune = setup({ kind: 'tune' });
    expect([1, 8, 16, 64].map((concurrency) => pagesOf(tune, concurrency))).toEqual([
      100, 128, 256, 500,
    ]);
  });

  it('of a list are never more than its bound', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('compare', 'tune', 'render'),
        fc.integer({ min: 1, max: 1000 }),
        (kind, concurrency) => {
          const mine = setup({ kind, workload: list });
          const trial = { way: 'threads', concurrency, render: null, round: 1 } as const;
          const most = pagesOf(mine, concurrency) + runInPages(mine, trial) + warmUpPages(mine);
          expect(most).toBeLessThanOrEqual(50);
        },
      ),
    );
  });

  it('that come before those that count last about half a second, and are few where pages are slow', () => {
    const runIn = (latencyMs: number, concurrency: number) =>
      runInPages(setup({ workload: { ...workload, latencyMs } }), {
        way: 'threads',
        concurrency,
        render: null,
        round: 1,
      });
    expect([runIn(0, 1), runIn(20, 1), runIn(1000, 1), runIn(20, 64)]).toEqual([32, 25, 1, 256]);
    expect(warmUpPages(setup({ workload: { ...workload, latencyMs: 10_000 } }))).toBe(4);
  });
});

describe('CpuSeries', () => {
  it('tells what was taken from any moment on', () => {
    const cpu = new CpuSeries();
    expect(cpu.since(0)).toBe(0);
    cpu.add(100, 10);
    cpu.add(200, 20);
    cpu.add(300, 60);
    expect([0, 100, 150, 250, 300, 400].map((at) => cpu.since(at))).toEqual([50, 50, 45, 20, 0, 0]);
  });
});
