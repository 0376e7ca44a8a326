import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunState } from '#shared/engine-protocol/run.ts';
import { openCutOffRuns } from './cut-off-runs.ts';
import { createRunBoard } from './run-board.ts';
import { createFakeEngine, snapshotOf } from './testing.ts';

const log = { info: () => undefined, error: () => undefined };
const runIdOf = (jobId: string) => `20250101-120000-${jobId}`;
const library = {
  list: () => ['job1', 'job2', 'job3'].map((id) => ({ id, job: { name: id } as never })),
};

function session(file = join(mkdtempSync(join(tmpdir(), 'trawl-cut-off-')), 'going-on.json')) {
  const { engine, emit } = createFakeEngine();
  const runs = createRunBoard(engine, log);
  const show = (jobId: string, state: RunState, pausedBy: 'person' | 'network' | null = null) =>
    emit(snapshotOf(runIdOf(jobId), state, { jobId, pausedBy }));
  const open = () => openCutOffRuns({ file, library, runs, runsAreKnown: Promise.resolve() });
  return { file, open, show };
}

describe('runs that were cut off', () => {
  it('are those that are interrupted', async () => {
    const { open, show } = session();
    show('job1', 'interrupted');
    show('job2', 'stopped');
    show('job3', 'finished');
    const cutOff = await open();
    expect(await cutOff.find()).toEqual([
      { runId: runIdOf('job1'), jobId: 'job1', jobName: 'job1' },
    ]);
  });

  it('are those that were stopped by quitting, until they go on', async () => {
    const before = session();
    before.show('job1', 'running');
    before.show('job2', 'paused', 'person');
    before.show('job3', 'paused', 'network');
    await (await before.open()).remember();

    const after = session(before.file);
    for (const job of ['job1', 'job2', 'job3']) after.show(job, 'stopped');
    const cutOff = await after.open();
    expect((await cutOff.find()).map(({ jobId }) => jobId)).toEqual(['job1', 'job3']);
    after.show('job1', 'running');
    expect((await cutOff.find()).map(({ jobId }) => jobId)).toEqual(['job3']);
    // A stop from here on counts as one by the person.
    after.show('job1', 'stopped');
    expect((await cutOff.find()).map(({ jobId }) => jobId)).toEqual(['job3']);
    await cutOff.remember();

    const last = session(before.file);
    last.show('job3', 'stopped');
    expect(await (await last.open()).find()).toEqual([]);
  });

  it('are found although what was noted is damaged', async () => {
    const { file, open, show } = session();
    writeFileSync(file, '{"half');
    show('job1', 'interrupted');
    expect(await (await open()).find()).toHaveLength(1);
  });
});
