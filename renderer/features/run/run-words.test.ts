import { describe, expect, it } from 'vitest';
import { runStates } from '#shared/engine-protocol/run.ts';
import {
  countWords,
  noticeOf as noticeOfRun,
  stateWord,
  troubleWords,
  waitWords,
} from './run-words.ts';

const counts = { total: 100, queued: 1, active: 2, done: 90, failed: 7, skipped: 0 };

type Run = Parameters<typeof noticeOfRun>[0];
const noticeOf = (run: Omit<Run, 'importing'> & Partial<Run>) =>
  noticeOfRun({ importing: null, ...run });

describe('noticeOf', () => {
  it('is silent while all is well', () => {
    expect(noticeOf({ state: 'running', stateReason: null, pausedBy: null, counts })).toBeNull();
    expect(noticeOf({ state: 'finished', stateReason: null, pausedBy: null, counts })).toBeNull();
  });

  it('offers the way on for every run that has come to rest too early', () => {
    const actions = runStates.map((state) => [
      state,
      noticeOf({ state, stateReason: null, pausedBy: null, counts })?.action ?? null,
    ]);
    expect(Object.fromEntries(actions)).toEqual({
      importing: null,
      running: null,
      paused: 'unpause',
      stopping: null,
      stopped: 'resume',
      finished: null,
      interrupted: 'resume',
      halted: 'resume',
    });
  });

  it('does not count what is left of a list that was not read whole', () => {
    const importing = { lines: 30_000, bytes: 1_000_000, totalBytes: 35_000_000 };
    const stopped = { state: 'stopped', stateReason: null, pausedBy: null, counts } as const;
    expect(noticeOf({ ...stopped, importing })?.text).toBe(
      'Stopped after 30,000 lines of its list were read. Resume reads on.',
    );
    expect(noticeOf(stopped)?.text).toMatch(/^Stopped with 3 pages left\./);
  });

  it('asks what to do when the results are no good, and offers a look at the fields', () => {
    const stateReason = '"price" is empty in the last 50 pages of a.example.';
    const paused = { state: 'paused', stateReason, pausedBy: 'results', counts } as const;
    expect(noticeOf(paused)).toEqual({
      tone: 'warn',
      text: stateReason,
      action: 'unpause',
      asks: true,
      offersFields: true,
    });
  });

  it('says why the run halted', () => {
    const notice = noticeOf({
      state: 'halted',
      stateReason: 'The disk is full.',
      pausedBy: null,
      counts,
    });
    expect(notice).toMatchObject({ tone: 'bad', text: 'The disk is full.' });
  });

  it('asks what to do when the safeguard has paused the run', () => {
    const stateReason = 'Of the last 50 pages, 45 failed.';
    const paused = { state: 'paused', stateReason, pausedBy: 'safeguard', counts } as const;
    expect(noticeOf(paused)).toEqual({
      tone: 'warn',
      text: stateReason,
      action: 'unpause',
      asks: true,
    });
  });

  it('asks what to do when a site asks for a log-in again', () => {
    const stateReason =
      'a.example asks for a log-in again since 14:03: 12 pages are fetched again.';
    const paused = { state: 'paused', stateReason, pausedBy: 'login', counts } as const;
    expect(noticeOf(paused)).toEqual({
      tone: 'warn',
      text: stateReason,
      action: 'unpause',
      asks: true,
      offersLogIn: true,
    });
  });

  it('asks for nothing while the run waits for the network', () => {
    const paused = { state: 'paused', stateReason: null, pausedBy: 'network', counts } as const;
    expect(noticeOf(paused)).toMatchObject({ action: null });
    expect(noticeOf(paused)?.text).toContain('goes on by itself');
  });

  it('says how much is left', () => {
    expect(
      noticeOf({ state: 'stopped', stateReason: null, pausedBy: null, counts })?.text,
    ).toContain('3 pages');
  });
});

describe('words', () => {
  it('names every state', () => {
    expect(new Set(runStates.map(stateWord)).size).toBe(runStates.length);
  });

  it('calls no finished run well that is not', () => {
    expect(troubleWords('finished', 'good', 0)).toBe('');
    expect(troubleWords('finished', 'warn', 0)).toBe('with warnings');
    expect(troubleWords('finished', 'warn', 3)).toBe('with failures');
    expect(troubleWords('finished', 'bad', 85)).toBe('with most pages failed');
    expect(troubleWords('running', 'warn', 0)).toBe('');
  });

  it('says why a host waits', () => {
    expect(waitWords({ waits: 'none', waitMs: 0 })).toBe('');
    expect(waitWords({ waits: 'delay', waitMs: 250 })).toBe('pause 250 ms');
    expect(waitWords({ waits: 'retry-after', waitMs: 80_000 })).toBe('asked to wait 1 m 20 s');
    expect(waitWords({ waits: 'backoff', waitMs: 0 })).toBe('tries again in a moment');
  });

  it('sums up a run', () => {
    expect(countWords(counts)).toBe('90 done, 7 failed, 3 left');
    expect(countWords({ ...counts, failed: 0, queued: 0, active: 0 })).toBe('90 done');
  });
});
