import { expect, it } from 'vitest';
import type { RunFields } from '#shared/engine-protocol/run.ts';
import { noteReadAgain, watchNewFields } from './watch-new-fields.ts';

const had = { each: null, fields: [{ name: 'price', css: '.price' }] };
const rules = { each: '', fields: [{ name: 'price', css: '.amount' }] };

/** A run that is asked when a test lets the time of the watch pass. */
function watch(runId: string, goesOn: boolean, watched = rules) {
  const told: (string | null)[] = [];
  let run: RunFields | null = { ...had, hasPages: false };
  let due: (() => void) | null = null;
  const stop = watchNewFields(
    { runId, goesOn, rules: watched },
    {
      ask: async () => run,
      after(_delayMs, callback) {
        due = callback;
        return () => {
          due = null;
        };
      },
      tell: (newFor) => told.push(newFor),
    },
  );
  return {
    told,
    stop,
    isDue: () => due !== null,
    keepPage: () => {
      run = { ...had, hasPages: true };
    },
    async pass() {
      const look = due;
      due = null;
      look?.();
      // The answer comes before the next turn of the event loop.
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

it('offers the pages of a run that has kept none yet once it has, and says of which run', async () => {
  const run = watch('run-1', true);
  await run.pass();
  expect(run.told).toEqual([null]);
  run.keepPage();
  await run.pass();
  expect(run.told).toEqual([null, 'run-1']);
  expect(run.isDue()).toBe(false);
});

it('asks no longer where the run is over, where its fields are the same, or where nothing is watched', async () => {
  const over = watch('run-2', false);
  await over.pass();
  const same = watch('run-2', true, { each: '', fields: had.fields });
  await same.pass();
  const left = watch('run-2', true);
  await left.pass();
  expect(left.isDue()).toBe(true);
  left.stop();
  expect([over, same, left].map((run) => run.isDue())).toEqual([false, false, false]);
});

it('offers nothing with the fields that the pages were read again with', async () => {
  noteReadAgain('run-3', rules);
  const run = watch('run-3', false);
  run.keepPage();
  await run.pass();
  expect(run.told).toEqual([null]);
});
