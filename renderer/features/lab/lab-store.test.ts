import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { LabReport } from '#shared/engine-protocol/lab.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { reportOf, sampleOf } from '#shared/lab/lab.fixture.ts';
import { defaultForm, planOf } from './lab-form.ts';
import { createLabStore } from './lab-store.ts';
import { laneOf } from './race.tsx';

function setUp(last: LabReport | null = null) {
  let settle: { over(report: LabReport): void; fail(error: unknown): void } | undefined;
  const calls: string[] = [];
  const store = createLabStore(
    callWith({
      'lab.start': () => {
        calls.push('start');
        return new Promise<LabReport>((over, fail) => {
          settle = { over, fail };
        });
      },
      'lab.stop': () => {
        calls.push('stop');
        return undefined;
      },
      'lab.report': () => last,
    }),
  );
  const plan = planOf('compare', defaultForm, null);
  if (plan === null) throw new Error('The form is wrong.');
  const running = reportOf({ state: 'running', samples: [sampleOf()] });
  return { calls, plan, running, settle: () => settle, state: () => store.getState() };
}

describe('the store of the Lab', () => {
  it('follows a measurement to its end, one at a time', async () => {
    const { calls, plan, running, settle, state } = setUp();
    const over = state().start(plan);
    expect(state().running).toBe('compare');
    await state().start(plan);
    expect(calls).toEqual(['start']);
    state().noteReport(running);
    expect(state().reports.compare).toBe(running);
    await state().stop();
    expect(state().stopping).toBe(true);
    settle()?.over(reportOf({ state: 'stopped' }));
    await over;
    expect(state()).toMatchObject({ running: null, stopping: false, problem: null });
    expect(state().reports.compare?.state).toBe('stopped');
    await state().stop();
    expect(calls).toEqual(['start', 'stop']);
  });

  it('keeps what was told when the engine ends in the middle', async () => {
    const { plan, running, settle, state } = setUp();
    const over = state().start(plan);
    state().noteReport(running);
    settle()?.fail(new TrawlError('ENGINE_GONE', 'It has ended.'));
    await over;
    expect(state().running).toBeNull();
    expect(state().reports.compare).toMatchObject({ state: 'failed', problem: 'It has ended.' });
    expect(state().reports.compare?.samples).toHaveLength(1);
  });

  it('says why nothing could be measured, and leaves the last figures', async () => {
    const { plan, settle, state } = setUp();
    state().noteReport(reportOf());
    const over = state().start(plan);
    settle()?.fail(new TrawlError('BUSY', 'A run is going on.'));
    await over;
    expect(state()).toMatchObject({ running: null, problem: 'A run is going on.' });
    expect(state().reports.compare?.state).toBe('done');
  });

  it('finds what a page that crashed has left going on', async () => {
    const setup = { ...reportOf().setup, kind: 'tune' as const };
    const { state } = setUp(reportOf({ setup, state: 'running' }));
    await state().load();
    expect(state()).toMatchObject({ kind: 'tune', running: 'tune' });
    state().noteReport(reportOf({ setup }));
    expect(state().running).toBeNull();
  });
});

describe('a lane of the race', () => {
  const now = {
    phase: 'measure',
    way: 'event-loop',
    concurrency: 16,
    render: null,
    round: 2,
    settled: 25,
    total: 100,
    elapsedMs: 500,
  } as const;

  it('fills anew in each round', () => {
    const samples = [sampleOf({ round: 1 }), sampleOf({ way: 'sequential', round: 2 })];
    const report = reportOf({ state: 'running', samples, now });
    expect(laneOf(report, 'sequential', null)).toMatchObject({ state: 'there', share: 1 });
    expect(laneOf(report, 'event-loop', null)).toMatchObject({
      state: 'runs',
      share: 0.25,
      perSecond: 50,
    });
    expect(laneOf(report, 'threads', null)).toMatchObject({ state: 'waits', share: 0 });
  });
});
