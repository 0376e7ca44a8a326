import { describe, expect, it } from 'vitest';
import { ofText, paceText, percentText, skippedText } from './progress-words.ts';
import { snapshotOf } from './snapshot.fixture.ts';

describe('the progress of a run in words', () => {
  it('counts failed and skipped pages as settled', () => {
    const counts = { total: 100, queued: 48, active: 10, done: 36, failed: 4, skipped: 2 };
    expect(percentText({ counts })).toBe('42%');
    expect(ofText(snapshotOf({ counts }))).toBe('42 of 100 pages');
  });

  it('says speed and remaining time only while the run goes', () => {
    expect(paceText(snapshotOf())).toBe('12 pages/s  ·  4 s elapsed  ·  5 s left');
    expect(paceText(snapshotOf({ state: 'paused', etaMs: null }))).toBe('4 s elapsed');
    expect(paceText(snapshotOf({ state: 'finished', etaMs: null }))).toBe('Took 4 s');
  });

  it('tells pages that robots.txt disallows from repeated URLs', () => {
    const skipped = (all: number, skippedByRobots: number) =>
      skippedText(
        snapshotOf({ counts: { ...snapshotOf().counts, skipped: all }, skippedByRobots }),
      );
    expect(skipped(0, 0)).toBe('');
    expect(skipped(7, 0)).toBe('7 skipped');
    expect(skipped(7, 7)).toBe('7 skipped by robots.txt');
    expect(skipped(7, 3)).toBe('7 skipped (3 by robots.txt)');
  });
});
