import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../main/testing.ts';
import { exitCode } from './exit-code.ts';
import { summaryLines } from './summary.ts';
import { finishedCode } from './watch-run.ts';

const counts = { total: 3, queued: 0, active: 0, done: 3, failed: 0, skipped: 0 };

describe('the end of a run', () => {
  it('says how many pages gave no row', () => {
    const warnings = [{ kind: 'no-match', pages: 2, of: 3 }] as const;
    const end = snapshotOf('run', 'finished', { counts, rows: 2, unmatched: 2, warnings });
    expect(summaryLines(end).at(-1)).toBe(
      'Warning: 2 of 3 pages had no match of "One row per", and so gave no row. Check the selector of "each".',
    );
  });

  it('counts no lines among the failed pages that are no URLs', () => {
    const end = snapshotOf('run', 'finished', {
      counts: { ...counts, total: 5, failed: 2 },
      notUrls: 2,
      warnings: [{ kind: 'not-urls', lines: 2, example: 'see below' }],
    });
    expect(summaryLines(end)).toEqual([
      expect.stringContaining(', 0 failed.'),
      'Warning: 2 lines of the list are no URLs, such as "see below". "trawl validate" shows which.',
    ]);
    expect(finishedCode(end)).toBe(exitCode.warnings);
    expect(finishedCode({ ...end, notUrls: 1 })).toBe(exitCode.failedRequests);
    expect(finishedCode({ ...end, notUrls: 2, warnings: [] })).toBe(exitCode.done);
  });

  it('says how many pages were rendered, where the job renders any', () => {
    const rendering = { mode: 'auto', pages: 2, templates: [], templateCount: 0 } as const;
    const end = snapshotOf('run', 'finished', { counts, rows: 3, rendering });
    expect(summaryLines(end)).toContain('2 of 3 pages were rendered in a browser window.');
  });

  it('says how many next pages were found, and why they ended', () => {
    const chains = { found: 59, ends: { 'no-link': 2, limit: 1 } };
    const end = snapshotOf('run', 'finished', { counts, rows: 3, chains });
    expect(summaryLines(end)).toContain(
      '59 next pages found. Ended: 2 with no further link; 1 at the limit of the job (maxPages).',
    );
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
