import fc from 'fast-check';
import { expect, it } from 'vitest';
import { itemsOfLine } from './items-of-line.ts';

/** More of one line than anyone would look at; a pattern may stand for a million. */
const enough = 50;

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
      let count = 0;
      for (const item of itemsOfLine(text, 1)) {
        expect(item.url === null).not.toBe(item.problem === null);
        if (item.url !== null) {
          const url = new URL(item.url);
          expect(['http:', 'https:']).toContain(url.protocol);
          expect(item.host).toBe(url.origin);
          expect(item.key).not.toContain('#');
        }
        count += 1;
        if (count === enough) break;
      }
    }),
    { numRuns: 3000 },
  );
});
