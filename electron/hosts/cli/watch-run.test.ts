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
  expect(said).toEqual(['The run was cut off. "trawl resume r1" goes on with it.']);
});
