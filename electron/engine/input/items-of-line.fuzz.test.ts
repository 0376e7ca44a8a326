import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentOfCell, contentOfLine } from './items-of-line.ts';

/** The number of items checked for one line; a pattern may produce a million. */
const enough = 50;

function firstOf<T>(items: Iterable<T>): T[] {
  const first: T[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length === enough) break;
  }
  return first;
}

it('finds URLs or says why not, whatever a line holds', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.webUrl(),
    fc.constantFrom(
      '[1-9]',
      '[a-',
      '](',
      '<a href="',
      'http://',
      '://',
      '@',
      ':99999',
      '[::1]',
      '|',
      '%',
      '\t',
      '1. ',
    ),
  );
  const line = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(line, (text) => {
      const place = { line: 1, carried: [] };
      const contents = [contentOfLine(text, place, true), contentOfCell(text, place, false)];
      for (const item of contents.flatMap(({ items }) => firstOf(items))) {
        expect(item.url === null).not.toBe(item.problem === null);
        if (item.url !== null) {
          const url = new URL(item.url);
          expect(['http:', 'https:']).toContain(url.protocol);
          expect(item.host).toBe(url.origin);
          expect(item.key).not.toContain('#');
        }
      }
    }),
    { numRuns: 3000 },
  );
});
