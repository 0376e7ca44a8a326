import { expect, it } from 'vitest';
import { actsLater } from './run-goes-on.ts';

it('tells the rows that act on a run that goes on from those that wait for the next', () => {
  const now = [
    'perHost',
    'timeoutMs',
    'pace',
    'safeguard',
    'errorPages',
    'log-in',
    'log-in-cookies',
  ];
  expect(now.filter((row) => actsLater(`option-${row}`))).toEqual([]);
  const later = ['robots', 'userAgent', 'headers', 'proxies', 'way', 'render'];
  expect(later.filter((row) => actsLater(`option-${row}`))).toEqual(later);
});
