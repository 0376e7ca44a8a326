import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { JobRun } from './job-run.ts';
import { createJobsStore } from './jobs-store.ts';
import { isRunning, whenRunOver } from './run-over.ts';

function setUp() {
  const store = createJobsStore(callWith({}));
  const note = (jobId: string, state: JobRun['state']) =>
    store.getState().noteRun(jobId, { runId: 'r1', state, settled: 0, total: 10, failed: 0 });
  return { store, note };
}

describe('waiting for the end of a run', () => {
  it('ends at once where none is going on', async () => {
    const { store, note } = setUp();
    await whenRunOver(store, 'a', new AbortController().signal);
    note('a', 'finished');
    await whenRunOver(store, 'a', new AbortController().signal);
    expect(isRunning(store.getState(), 'a')).toBe(false);
  });

  it('ends with the run of that job, and not before', async () => {
    const { store, note } = setUp();
    note('a', 'running');
    note('b', 'running');
    let over = false;
    const waited = whenRunOver(store, 'a', new AbortController().signal).then(() => {
      over = true;
    });
    note('a', 'stopping');
    note('b', 'stopped');
    await Promise.resolve();
    expect(over).toBe(false);
    note('a', 'stopped');
    await waited;
    expect(over).toBe(true);
  });

  it('is given up at its deadline', async () => {
    const { store, note } = setUp();
    note('a', 'running');
    const deadline = new AbortController();
    const waited = whenRunOver(store, 'a', deadline.signal);
    deadline.abort();
    await waited;
    expect(isRunning(store.getState(), 'a')).toBe(true);
  });
});
