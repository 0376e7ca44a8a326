import { expect, it } from 'vitest';
import { withTuned } from './lab-commands.ts';

it('a job takes over what the Lab has found, and asks no host for more than before', () => {
  const tuned = { way: 'threads', concurrency: 32 } as const;
  expect(withTuned({ retries: 1 }, tuned)).toEqual({ retries: 1, concurrency: 32, way: 'threads' });
  expect(withTuned({ perHost: 12 }, tuned)).toMatchObject({ perHost: 12 });
  expect(withTuned({ perHost: 64 }, tuned)).toMatchObject({ perHost: 32 });
  expect(withTuned({}, { ...tuned, concurrency: 4 })).toMatchObject({ perHost: 4 });
});
