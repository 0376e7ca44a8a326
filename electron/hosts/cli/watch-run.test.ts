import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createFakeEngine, noRequests, snapshotOf } from '../../main/testing.ts';
import type { Terminal } from './terminal.ts';
import { watchRun } from './watch-run.ts';

/** A terminal that nobody looks at. */
function deafTerminal(said: string[]): Terminal {
  return {
    stdout: new Writable(),
    say: (line) => void said.push(line),
    status: () => undefined,
    interactive: false,
    columns: 80,
    env: {},
    onInterrupt: () => () => undefined,
  };
}

it('ends with a run whose engine is gone for good, and says how to go on', async () => {
  const { engine, emit } = createFakeEngine();
  const said: string[] = [];
  const watched = watchRun(engine, deafTerminal(said), true, async () => 'r1');
  emit(snapshotOf('r1', 'running', { counts: { ...noRequests, queued: 3, total: 3 } }));
  emit(snapshotOf('r1', 'interrupted', { seq: 2, counts: { ...noRequests, queued: 3, total: 3 } }));
  expect(await watched).toEqual({ runId: 'r1', code: 1 });
  expect(said).toEqual(['The run was cut off. "trawl resume r1" goes on with it.']);
});
