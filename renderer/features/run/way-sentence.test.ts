import { expect, it } from 'vitest';
import { waySentence } from './way-sentence.ts';

it('says how a run is made, and why where that was not asked for', () => {
  expect(waySentence({ way: 'event-loop', why: 'enough' })).toBe('One event loop fetches.');
  expect(waySentence({ way: 'threads', why: 'loop-busy' })).toBe(
    'Threads fetch and read, since one event loop did not keep up.',
  );
  expect(waySentence({ way: 'threads', why: 'no-processes' })).toBe(
    'Threads fetch and read, since no processes can be started here.',
  );
});
