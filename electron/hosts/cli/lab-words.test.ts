import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseWords } from './parse-words.ts';

const lab = (...words: string[]) => parseWords(['lab', ...words]);
const common = { kind: 'lab', cookies: null, proxies: [], json: null, quiet: false, data: null };

describe('the words of the Lab', () => {
  it('have a default for everything', () => {
    const workload = { kind: 'sample', pages: 500, latencyMs: 20, sizeBytes: 12_288, errorRate: 0 };
    expect(lab('compare')).toEqual({
      ...common,
      repeats: 3,
      workload,
      plan: {
        kind: 'compare',
        ways: ['sequential', 'threads', 'processes', 'event-loop'],
        concurrency: 16,
      },
    });
    expect(lab('tune')).toEqual({
      ...common,
      repeats: 3,
      workload: { ...workload, pages: 2000 },
      plan: { kind: 'tune', way: 'event-loop', upTo: 256 },
    });
  });

  it('are understood', () => {
    const site = ['--pages', '90', '--latency', '5', '--size', '4', '--errors', '10'];
    const workload = { kind: 'sample', pages: 90, latencyMs: 5, sizeBytes: 4096, errorRate: 0.1 };
    const compare = ['compare', '--ways', 'threads,sequential', '--concurrency', '8'];
    expect(lab(...compare, ...site, '--repeats', '1', '--json', 'o.json')).toEqual({
      ...common,
      json: { path: resolve('o.json') },
      repeats: 1,
      workload,
      plan: { kind: 'compare', ways: ['sequential', 'threads'], concurrency: 8 },
    });
    expect(lab('tune', 'a.json', '--limit', '50', '--way', 'threads', '--up-to', '8')).toEqual({
      ...common,
      repeats: 3,
      workload: { kind: 'job', job: resolve('a.json'), limit: 50 },
      plan: { kind: 'tune', way: 'threads', upTo: 8 },
    });
    expect(lab('render', 'a.json', '--limit', '50')).toEqual({
      ...common,
      repeats: 3,
      workload: { kind: 'job', job: resolve('a.json'), limit: 50 },
      plan: { kind: 'render', concurrency: 4 },
    });
  });

  it.each([
    [[], '"trawl lab" needs "compare", "tune" or "render" behind it.'],
    [['race'], '"trawl lab" does not understand "race": it compares, tunes or renders.'],
    [['compare', 'a.json'], 'say with --limit N how many of them.'],
    [['compare', 'a.json', '--limit', '501'], '--limit must be a whole number from 1 to 500'],
    [['compare', 'a.json', 'b.json'], '"trawl lab" does not understand "b.json".'],
    [['compare', '--limit', '5'], '"trawl lab compare" without a job file takes no --limit.'],
    [
      ['tune', 'a.json', '--limit', '5', '--size', '4'],
      '"trawl lab tune" with a job file takes no --size.',
    ],
    [['render'], '"trawl lab render" compares the pages of a job, fetched and rendered'],
    [['render', 'a.json', '--ways', 'threads'], '"trawl lab render" takes no --ways.'],
    [['compare', '--up-to', '5'], '"trawl lab compare" takes no --up-to.'],
    [['tune', '--ways', 'threads'], '"trawl lab tune" takes no --ways.'],
    [['compare', '--ways', 'threads,bicycles'], '--ways takes sequential, threads'],
    [['tune', '--way', 'sequential'], '--way takes one of threads, processes, event-loop'],
    [['tune', '--out', 'x.csv'], '"trawl lab" takes no --out.'],
  ])('%j is refused with a sentence', (words, sentence) => {
    expect(() => lab(...words)).toThrow(sentence);
  });
});
