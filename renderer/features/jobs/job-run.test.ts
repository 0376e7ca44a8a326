import { describe, expect, it } from 'vitest';
import { runStates } from '#shared/engine-protocol/run.ts';
import {
  describeRun,
  isOutdated,
  type JobRun,
  newestRun,
  percentOf,
  primaryActionOf,
  ringToneOf,
} from './job-run.ts';

const run = (part: Partial<JobRun> = {}): JobRun => ({
  runId: '20260101-000000-aaaa',
  state: 'running',
  tone: 'good',
  settled: 5,
  total: 10,
  failed: 0,
  ...part,
});

describe('percentOf', () => {
  it('is 100 only when nothing is left', () => {
    expect(percentOf(run({ settled: 9999, total: 10_000 }))).toBe(99);
    expect(percentOf(run({ settled: 10, total: 10 }))).toBe(100);
  });

  it('knows nothing of an empty list until it is finished', () => {
    expect(percentOf(run({ settled: 0, total: 0, state: 'importing' }))).toBe(0);
    expect(percentOf(run({ settled: 0, total: 0, state: 'finished' }))).toBe(100);
  });
});

describe('newestRun', () => {
  const older = run({ runId: '20260101-000000-aaaa' });
  const newer = run({ runId: '20260102-000000-aaaa' });

  it('prefers what was followed live, unless the library knows a newer run', () => {
    const live = run({ settled: 7 });
    expect(newestRun(live, older)).toBe(live);
    expect(newestRun(older, newer)).toBe(newer);
    expect(newestRun(newer, older)).toBe(newer);
    expect(newestRun(undefined, null)).toBeNull();
  });

  it('stays with a paused run beside a newer one that is over', () => {
    const paused = run({ runId: '20260101-000000-aaaa', state: 'paused' });
    const over = run({ runId: '20260102-000000-aaaa', state: 'finished' });
    expect(newestRun(paused, over)).toBe(paused);
    expect(newestRun(over, paused)).toBe(paused);
  });

  it('lets go of an ended run that the library no longer lists', () => {
    expect(isOutdated(run({ state: 'finished' }), null)).toBe(true);
    expect(isOutdated(run({ state: 'finished' }), older)).toBe(false);
    expect(isOutdated(run({ state: 'running' }), null)).toBe(false);
  });
});

describe('the words and the button of a run', () => {
  it('has a sentence, a tone and an action for every state', () => {
    for (const state of runStates) {
      const job = run({ state });
      expect(describeRun(job)).toMatch(/^[A-Z]/);
      expect(ringToneOf(job)).not.toBe('idle');
      expect(primaryActionOf(job)).toBeTruthy();
    }
  });

  it('starts what was never run or is finished, and resumes what has something left', () => {
    expect(primaryActionOf(null)).toBe('start');
    expect(primaryActionOf(run({ state: 'finished' }))).toBe('start');
    expect(primaryActionOf(run({ state: 'interrupted' }))).toBe('resume');
    expect(primaryActionOf(run({ state: 'paused' }))).toBe('unpause');
  });

  it('says how many failed, and shows a run of failures only as failed', () => {
    expect(describeRun(run({ state: 'finished', failed: 1200 }))).toBe('Finished, 1,200 failed');
    expect(ringToneOf(run({ state: 'finished', failed: 9, tone: 'bad' }))).toBe('failed');
    expect(ringToneOf(run({ state: 'finished', failed: 1, tone: 'warn' }))).toBe('warned');
    expect(ringToneOf(run({ state: 'running', tone: 'warn' }))).toBe('warned');
    expect(ringToneOf(run({ state: 'finished' }))).toBe('done');
    expect(describeRun(run({ state: 'finished', tone: 'warn' }))).toBe('Finished with warnings');
  });
});
