import { expect, it } from 'vitest';
import { createFakeEngine, noRequests, snapshotOf } from '../../main/testing.ts';
import { deafTerminal } from './terminal.fixture.ts';
import { watchRun } from './watch-run.ts';

it('ends with a run whose engine is gone for good, and says how to go on', async () => {
  const { engine, emit } = createFakeEngine();
  const said: string[] = [];
  const terminal = deafTerminal(said);
  const watched = watchRun(engine, terminal, true, terminal.interrupts(), async () => 'r1');
  emit(snapshotOf('r1', 'running', { counts: { ...noRequests, queued: 3, total: 3 } }));
  emit(snapshotOf('r1', 'interrupted', { seq: 2, counts: { ...noRequests, queued: 3, total: 3 } }));
  expect(await watched).toEqual({ runId: 'r1', code: 1 });
  expect(said).toEqual(['The run was cut off. "trawl resume r1" resumes it.']);
});

it('says once that this computer has no room for more connections', async () => {
  const { engine, emit } = createFakeEngine();
  const said: string[] = [];
  const terminal = deafTerminal(said);
  const watched = watchRun(engine, terminal, true, terminal.interrupts(), async () => 'r1');
  for (const seq of [1, 2]) {
    emit(snapshotOf('r1', 'running', { seq, limit: { kind: 'open-files', concurrency: 1200 } }));
  }
  emit(snapshotOf('r1', 'finished', { seq: 3 }));
  await watched;
  expect(said).toEqual([
    'This computer has no room for more open connections: 1,200 at once for now, and no try is lost. ' +
      'Lower --concurrency, or raise the limit of open files (ulimit -n).',
  ]);
});
