import { expect, it } from 'vitest';
import { overruled } from './overruled.ts';

it('keeps decisions in the options of a job, and leaves no empty list of them behind', () => {
  const [a, b] = ['https://a.example/…', 'https://b.example/p/…'];
  const once = overruled({ retries: 3 }, a, 'always');
  expect(once).toEqual({ retries: 3, renderOverrides: { [a]: 'always' } });
  const twice = overruled(overruled(once, b, 'never'), a, 'never');
  expect(twice.renderOverrides).toEqual({ [a]: 'never', [b]: 'never' });
  expect(overruled(overruled(twice, a, null), b, null)).toEqual({ retries: 3 });
});
