import { describe, expect, it } from 'vitest';
import { NewsCounter, noNews, revisionOf } from './line-news.ts';

describe('the detail of a line', () => {
  it('is asked again when lines changed, as after a retry', () => {
    const counter = new NewsCounter();
    const before = revisionOf({ state: 'failed' }, noNews);
    expect(revisionOf({ state: 'failed' }, counter.take('changed', 0))).not.toBe(before);
  });

  it('is left alone by lines that are added once it has its outcome', () => {
    const news = new NewsCounter().take('more', 0);
    for (const state of ['done', 'failed', 'skipped'] as const) {
      expect(revisionOf({ state }, news)).toBe(revisionOf({ state }, noNews));
    }
  });

  it('follows the run while it waits for its outcome', () => {
    const news = new NewsCounter().take('more', 0);
    for (const state of ['queued', 'active'] as const) {
      expect(revisionOf({ state }, news)).not.toBe(revisionOf({ state }, noNews));
    }
  });

  it('is not asked again for every snapshot of a fast run', () => {
    const counter = new NewsCounter();
    for (let nowMs = 0; nowMs < 2000; nowMs += 100) counter.take('more', nowMs);
    expect(counter.take('none', 2000)).toEqual({ changed: 0, added: 4 });
  });
});
