import { expect, it } from 'vitest';
import { runNames } from './run-names.ts';

it('names every run of a job differently', () => {
  const at = (minute: number, second: number) =>
    new Date(2026, 10, 22, 14, minute, second).getTime();
  const runs = [
    { runId: 'd', createdMs: at(53, 0) },
    { runId: 'c', createdMs: at(52, 40) },
    { runId: 'b', createdMs: at(52, 7) },
    { runId: 'a', createdMs: at(52, 7) },
  ];
  expect(Object.fromEntries(runNames(runs, at(59, 0)))).toEqual({
    d: 'Nov 22, 14:53',
    c: 'Nov 22, 14:52:40',
    b: 'Nov 22, 14:52:07 (2)',
    a: 'Nov 22, 14:52:07',
  });
});
