import { expect, it } from 'vitest';
import { leads } from './leading-run.ts';

it('puts a run that is under way before a newer one that is over', () => {
  const paused = { runId: '1', state: 'paused' } as const;
  const over = { runId: '2', state: 'finished' } as const;
  expect([leads(paused, over), leads(over, paused)]).toEqual([true, false]);
});

it('puts the newer one first where both are under way, or both are over', () => {
  expect(leads({ runId: '2', state: 'running' }, { runId: '1', state: 'paused' })).toBe(true);
  expect(leads({ runId: '1', state: 'finished' }, { runId: '2', state: 'stopped' })).toBe(false);
});
