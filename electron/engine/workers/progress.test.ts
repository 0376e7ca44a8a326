import { expect, it } from 'vitest';
import { Progress, StepWatch } from './progress.ts';

it('is the same number on both sides', () => {
  const here = new Progress();
  const there = new Progress(here.shared);
  there.note(7);
  expect(here.step).toBe(7);
});

it('counts the time at one step, from the first look that found it', () => {
  const progress = new Progress();
  const watch = new StepWatch(progress);
  expect(watch.look(1000)).toEqual({ step: 0, stayedMs: 0 });
  progress.note(1);
  expect(watch.look(2000)).toEqual({ step: 1, stayedMs: 0 });
  expect(watch.look(2500)).toEqual({ step: 1, stayedMs: 500 });
  progress.note(2);
  expect(watch.look(3000)).toEqual({ step: 2, stayedMs: 0 });
});

it('takes an idle thread for no slow one', () => {
  const watch = new StepWatch(new Progress());
  watch.look(0);
  expect(watch.look(60_000)).toEqual({ step: 0, stayedMs: 0 });
});
