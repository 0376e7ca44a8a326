import { describe, expect, it } from 'vitest';
import type { JobRun } from './job-run.ts';
import { isRunning, whenRunOver } from './job-runs.ts';
import { jobsOver } from './jobs.fixture.ts';

const run = (runId: string, state: JobRun['state']): JobRun => ({
  runId,
  state,
  settled: 0,
  total: 10,
  failed: 0,
  tone: 'good',
});

function setUp() {
  const { jobRuns, liveRuns } = jobsOver([]);
  const note = (jobId: string, state: JobRun['state']) =>
    liveRuns().noteRun(jobId, run('r1', state));
  return { jobRuns, note };
}

describe('waiting for the end of a run', () => {
  it('ends at once where none is going on', async () => {
    const { jobRuns, note } = setUp();
    await whenRunOver(jobRuns, 'a', new AbortController().signal);
    note('a', 'finished');
    await whenRunOver(jobRuns, 'a', new AbortController().signal);
    expect(isRunning(jobRuns, 'a')).toBe(false);
  });

  it('ends with the run of that job, and not before', async () => {
    const { jobRuns, note } = setUp();
    note('a', 'running');
    note('b', 'running');
    let over = false;
    const waited = whenRunOver(jobRuns, 'a', new AbortController().signal).then(() => {
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
    const { jobRuns, note } = setUp();
    note('a', 'running');
    const deadline = new AbortController();
    const waited = whenRunOver(jobRuns, 'a', deadline.signal);
    deadline.abort();
    await waited;
    expect(isRunning(jobRuns, 'a')).toBe(true);
  });
});

describe('the newest run of a job', () => {
  it('follows runs live, and goes by the library once they are over and gone', async () => {
    const { runs, list, library, liveRuns, runOf, actions } = jobsOver(['a']);
    await actions.load();
    liveRuns().noteRun('a', run('20260101-000000-aaaa', 'running'));
    expect(runOf('a')?.state).toBe('running');
    // A list read before the run does not contradict it.
    library().noteList(list());
    expect(runOf('a')?.state).toBe('running');
    liveRuns().noteRun('a', run('20260101-000000-aaaa', 'finished'));
    runs.set('a', run('20260101-000000-aaaa', 'finished'));
    library().noteList(list());
    expect(runOf('a')?.state).toBe('finished');
    // The run was deleted.
    runs.delete('a');
    library().noteList(list());
    expect(runOf('a')).toBeNull();
  });

  it('does not go back to an older run', async () => {
    const { liveRuns, runOf, actions } = jobsOver(['a']);
    await actions.load();
    liveRuns().noteRun('a', run('20260102-000000-aaaa', 'running'));
    liveRuns().noteRun('a', run('20260101-000000-aaaa', 'stopped'));
    expect(runOf('a')?.runId).toBe('20260102-000000-aaaa');
  });
});
