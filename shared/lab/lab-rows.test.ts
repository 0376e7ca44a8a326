import { describe, expect, it } from 'vitest';
import { labRenders } from '../engine-protocol/lab.ts';
import { approachName } from './approach.ts';
import { adviceSentence, comparedSentence } from './difference-words.ts';
import { reportOf, sampleAt, sampleOf } from './lab.fixture.ts';
import { labCsv } from './lab-csv.ts';
import { labRows, labShare, spreadOf, timesAsLong } from './lab-rows.ts';
import { fastestOf, noiseOf, noiseSentence } from './noise.ts';

const sequential = { way: 'sequential' } as const;

describe('labRows', () => {
  it('has the medians of the rounds, against sequential', () => {
    const samples = [
      sampleAt(40, { ...sequential, peakRssBytes: 5 }),
      sampleAt(160, { peakRssBytes: 7, cpuMs: 10 }),
      sampleAt(200, { peakRssBytes: 9, cpuMs: 30 }),
      sampleAt(50, { ...sequential, peakRssBytes: 6 }),
      sampleAt(180, { peakRssBytes: 8, cpuMs: 20, latency: null }),
    ];
    const [first, second] = labRows(reportOf({ samples }));
    expect(first).toMatchObject({ way: 'sequential', rounds: 2, timesSequential: 1 });
    expect(first?.pagesPerSecond).toEqual({ median: 45, least: 40, most: 50 });
    expect(second).toMatchObject({ way: 'event-loop', rounds: 3, pages: 100, failed: 0 });
    expect(second?.pagesPerSecond.median).toBeCloseTo(180);
    expect(second).toMatchObject({ peakRssBytes: 9, cpuMs: 20, p50Ms: 20, p95Ms: 30 });
    expect(second?.timesSequential).toBeCloseTo(4);
  });

  it('leaves out what is not measured, and compares with nothing that is not there', () => {
    expect(labRows(reportOf())).toEqual([]);
    expect(labRows(reportOf({ samples: [sampleAt(10)] }))).toMatchObject([
      { way: 'event-loop', timesSequential: null },
    ]);
  });

  it('counts failures as pages, since their answers came as well', () => {
    const [row] = labRows(reportOf({ samples: [sampleOf({ done: 60, failed: 40 })] }));
    expect(row).toMatchObject({ pages: 100, failed: 40, pagesPerSecond: { median: 100 } });
  });
});

it('the rows of fetched and rendered pages say how many times as long rendering took', () => {
  const samples = [
    sampleOf({ render: 'never', elapsedMs: 500 }),
    sampleOf({ render: 'always', elapsedMs: 2000, pageMs: null }),
  ];
  const { setup } = reportOf();
  const rows = labRows({ samples, setup: { ...setup, kind: 'render', renders: labRenders } });
  expect(rows.map(approachName)).toEqual(['Fetched', 'Rendered']);
  expect(rows.map((row) => timesAsLong(rows, row))).toEqual([null, 4]);
  expect(rows.map(({ pageMs }) => pageMs)).toEqual([25, null]);
});

it('labShare counts runs, and the part of one that is done', () => {
  const now = {
    phase: 'measure' as const,
    way: 'sequential' as const,
    concurrency: 16,
    render: null,
    round: 1,
    settled: 50,
    total: 100,
    elapsedMs: 1,
  };
  expect(labShare(reportOf())).toBe(0);
  expect(labShare(reportOf({ samples: [sampleOf()], now }))).toBeCloseTo(1.5 / 6);
  expect(labShare(reportOf({ now: { ...now, phase: 'warm-up' } }))).toBe(0);
});

it('spreadOf takes the middle, or the middle of the middle two', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
});

describe('the noise', () => {
  const rows = (...rates: number[]) =>
    labRows(reportOf({ samples: rates.map((r) => sampleAt(r)) }));

  it('is how far the same run differed', () => {
    expect(noiseOf(rows(100))).toBeNull();
    expect(noiseOf(rows(100, 80, 118))).toBeCloseTo(0.38);
  });

  it('is said in a sentence', () => {
    expect(noiseSentence(rows(100), false)).toContain('measured once');
    expect(noiseSentence(rows(100, 102), false)).toBe(
      'The machine was quiet: the same run differed by 2% at the most.',
    );
    expect(noiseSentence(rows(100, 110), false)).toContain('a little noisy');
    expect(noiseSentence(rows(100, 80, 118), false)).toBe(
      'The machine was noisy: the same run differed by 38%. Differences below that mean nothing.',
    );
    expect(noiseSentence(rows(100, 101), true)).toContain('shared machine');
  });

  it('leaves no row the fastest that is not ahead of the others by more', () => {
    const fastest = (slow: readonly number[], fast: readonly number[]) => {
      const samples = [
        ...slow.map((r) => sampleAt(r, sequential)),
        ...fast.map((r) => sampleAt(r)),
      ];
      return fastestOf(labRows(reportOf({ samples })))?.way ?? null;
    };
    expect(fastest([100, 102], [200, 204])).toBe('event-loop');
    expect(fastest([100, 110], [104, 114])).toBeNull();
    expect(fastest([100], [200])).toBeNull();
    expect(fastest([], [200, 204])).toBeNull();
  });
});

it('labCsv has a line for each row, and a header', () => {
  const samples = [sampleAt(50, sequential), sampleAt(160), sampleAt(200)];
  expect(labCsv(labRows(reportOf({ samples }))).split('\r\n')).toEqual([
    'approach,concurrency,rounds,pages,failed,seconds,pages_per_second,pages_per_second_least,pages_per_second_most,latency_p50_ms,latency_p95_ms,page_p50_ms,peak_memory_bytes,cpu_seconds,times_sequential',
    'Sequential,1,1,100,0,2,50,50,50,20,30,25,100000000,0.8,1',
    'Event loop,16,2,100,0,0.563,180,160,200,20,30,25,100000000,0.8,3.6',
    '',
  ]);
});

describe('the values, fetched and rendered', () => {
  const field = { same: 3, differs: 0, onlyFetched: 0, onlyRendered: 0, examples: [] };
  const differences = { pages: 1, rows: 3, onlyFetched: 0, onlyRendered: 0, fields: [] };
  const advice = (...fields: { name: string; onlyRendered?: number; differs?: number }[]) =>
    adviceSentence({ ...differences, fields: fields.map((one) => ({ ...field, ...one })) });

  it('say whether a browser is needed', () => {
    expect(advice({ name: 'a' })).toBe('A browser adds nothing to these pages.');
    expect(advice({ name: 'a', onlyRendered: 2 })).toBe('Without a browser, "a" lacks values.');
    const names = ['a', 'b', 'c'].map((name) => ({ name, onlyRendered: 1 }));
    expect(advice(...names)).toBe('Without a browser, "a", "b" and "c" lack values.');
    expect(advice({ name: 'a', differs: 1 })).toContain('but some are not the same');
    expect(adviceSentence({ ...differences, onlyRendered: 2 })).toContain('rows are missing');
    expect(adviceSentence({ ...differences, rows: 0 })).toBe('There is no row to compare.');
  });

  it('are those of the pages that were read both times', () => {
    expect(comparedSentence(differences)).toContain(
      '1 page was read both times, with 3 rows both times. ',
    );
    expect(comparedSentence({ ...differences, pages: 2, rows: 1, onlyRendered: 4 })).toContain(
      '2 pages were read both times, with 1 row both times, and 4 more only when they are rendered. ',
    );
  });
});
