import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../main/testing.ts';
import { summaryLines } from './summary.ts';

const counts = { total: 3, queued: 0, active: 0, done: 3, failed: 0, skipped: 0 };

describe('the end of a run', () => {
  it('says how many pages gave no row', () => {
    const end = snapshotOf('run', 'finished', { counts, rows: 2, unmatched: 2 });
    expect(summaryLines(end)).toContain(
      "2 of 3 pages had no match of 'One row per'; their rows are empty.",
    );
    const one = { ...end, unmatched: 1 };
    expect(summaryLines(one).at(-1)).toMatch(/^1 of 3 pages .*; its row is empty\.$/);
  });

  it('says how many pages were rendered, where the job renders any', () => {
    const rendering = { mode: 'auto', pages: 2, templates: [], templateCount: 0 } as const;
    const end = snapshotOf('run', 'finished', { counts, rows: 3, rendering });
    expect(summaryLines(end)).toContain('2 of 3 pages were rendered in a browser window.');
  });

  it('says how many pages were not kept, and why', () => {
    const pages = { kept: 1, notKept: { limit: 1, disk: 0, size: 2 }, bytes: 1000 };
    expect(
      summaryLines(snapshotOf('run', 'finished', { counts, rows: 3, pages })).slice(1),
    ).toEqual([
      '1 page was read and not kept: the kept pages of this run have reached their limit (option keepPagesMaxMb).',
      '2 pages were read and not kept: each is larger than 64 MB.',
    ]);
  });

  it('says nothing of it where every page gave one', () => {
    expect(summaryLines(snapshotOf('run', 'finished', { counts, rows: 3 }))).toHaveLength(1);
  });
});
