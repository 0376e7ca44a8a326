import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { RunState } from '#shared/engine-protocol/run.ts';
import type { JobListItem } from '#shared/ipc/job-library.ts';
import { createCutOffStore } from './cut-off-store.ts';

const runs = ['aaaa', 'bbbb'].map((tail) => ({
  runId: `20250101-120000-${tail}`,
  jobId: `job-${tail}`,
  jobName: tail,
}));

function listed(index: number, state: RunState): JobListItem {
  const { runId = '', jobId: id = '', jobName: name = '' } = runs[index] ?? {};
  return {
    id,
    name,
    problem: null,
    updatedMs: 0,
    lastRun: { runId, state, settled: 1, total: 2, failed: 0, tone: 'good' },
  };
}

async function setUp(broken: string | null = null) {
  const resumed: string[] = [];
  const store = createCutOffStore(
    callWith({
      'runs.cut-off': () => runs,
      'run.resume': ({ runId }) => {
        if (runId === broken) throw new Error('The disk is full.');
        resumed.push(runId);
        return undefined;
      },
    }),
  );
  await store.getState().load();
  return { resumed, state: () => store.getState() };
}

describe('runs that were cut off', () => {
  it('go on together', async () => {
    const { resumed, state } = await setUp();
    expect(state().runs).toEqual(runs);
    await state().resume();
    expect(resumed).toEqual(runs.map(({ runId }) => runId));
    expect(state().runs).toEqual([]);
  });

  it('all get their try when one of them cannot', async () => {
    const { resumed, state } = await setUp(runs[0]?.runId);
    await expect(state().resume()).rejects.toThrow('The disk is full.');
    expect(resumed).toEqual([runs[1]?.runId]);
  });

  it('are left alone when asked to, or once their job runs again', async () => {
    const { resumed, state } = await setUp();
    state().noteList([listed(0, 'running'), listed(1, 'interrupted')]);
    expect(state().runs).toEqual([runs[1]]);
    state().notNow();
    expect(state().runs).toEqual([]);
    expect(resumed).toEqual([]);
  });
});
