import { expect, it } from 'vitest';
import { defaultOptions } from '#shared/job/defaults.ts';
import { optionsWith } from './options-with.ts';

const logIn = { atMs: 1, userAgent: 'Window/1', addresses: [], storage: [] };

it('sends the user agent of the log-in, unless the job names one or sends no cookies', () => {
  expect(optionsWith({}, { logIn }).userAgent).toBe('Window/1');
  expect(optionsWith({ userAgent: 'Mine/1' }, { logIn }).userAgent).toBe('Mine/1');
  expect(optionsWith({ cookies: false }, { logIn }).userAgent).toBe(defaultOptions.userAgent);
  expect(optionsWith(undefined, {}).userAgent).toBe(defaultOptions.userAgent);
});
