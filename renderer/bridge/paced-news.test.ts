import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvent } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot, RunState } from '#shared/engine-protocol/run.ts';
import type { Events } from '#shared/ipc/contract.ts';
import { type NewsName, PacedNews } from './paced-news.ts';

/** A fake main and a fake idle callback, both controlled by the test. */
let send: <E extends NewsName>(event: E, payload: Events[E]) => void;
let idle: () => void;
let news: PacedNews;
let told: string[];

beforeEach(() => {
  const sinks = new Map<NewsName, (payload: never) => void>();
  const waiting: (() => void)[] = [];
  send = (event, payload) => sinks.get(event)?.(payload as never);
  idle = () => {
    for (const callback of waiting.splice(0)) callback();
  };
  news = new PacedNews(
    (event, listener) => {
      expect(sinks.has(event)).toBe(false);
      sinks.set(event, listener as (payload: never) => void);
    },
    (callback) => waiting.push(callback),
  );
  told = [];
  news.on('engine', (event) => told.push(wordsOf(event)));
  news.on('jobs-changed', ({ jobs }) => told.push(`${jobs.length} jobs`));
});

function wordsOf(event: EngineEvent): string {
  if (event.kind !== 'run') return event.kind;
  const { runId, state, seq } = event.snapshot;
  return `${runId} ${state} ${seq}`;
}

let seq = 0;
beforeEach(() => {
  seq = 0;
});
function step(runId: string, state: RunState): void {
  seq += 1;
  send('engine', { kind: 'run', snapshot: { runId, state, seq } as RunSnapshot });
}

describe('news of main', () => {
  it('waits until the page has time, and tells the newest of each run alone', () => {
    step('a', 'running');
    step('b', 'running');
    step('a', 'running');
    expect(told).toEqual([]);
    idle();
    expect(told).toEqual(['b running 2', 'a running 3']);
    step('a', 'running');
    idle();
    expect(told.slice(2)).toEqual(['a running 4']);
  });

  it('leaves out no state that a run was in', () => {
    for (const state of ['stopped', 'running', 'running', 'finished'] as const) step('a', state);
    idle();
    expect(told).toEqual(['a stopped 1', 'a running 3', 'a finished 4']);
  });

  it('keeps the order between runs and the list of jobs', () => {
    send('jobs-changed', { jobs: [] });
    step('a', 'stopped');
    send('jobs-changed', { jobs: [] });
    idle();
    expect(told).toEqual(['a stopped 1', '0 jobs']);
  });

  it('tells what waits when it is asked to, and that once', () => {
    step('a', 'running');
    news.tellNow();
    step('a', 'running');
    expect(told).toEqual(['a running 1']);
    idle();
    idle();
    expect(told).toEqual(['a running 1', 'a running 2']);
  });

  it('tells everything else at once', () => {
    send('engine', { kind: 'input', key: 'k', lines: 1, bytes: 1, totalBytes: 1 });
    expect(told).toEqual(['input']);
  });

  it('has every listener told, until it stops', () => {
    const others: string[] = [];
    const stop = news.on('engine', (event) => others.push(wordsOf(event)));
    step('a', 'running');
    idle();
    stop();
    step('a', 'finished');
    idle();
    expect(others).toEqual(['a running 1']);
    expect(told).toEqual(['a running 1', 'a finished 2']);
  });
});
