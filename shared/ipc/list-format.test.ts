import { describe, expect, it } from 'vitest';
import { formatOfGlance, readsPatterns } from './list-format.ts';

const table = { kind: 'table', delimiter: ';', header: true } as const;

describe('formatOfGlance', () => {
  it('takes what the content decided', () => {
    const reading = { ...table, column: 'page', carry: ['id', 'tag'] };
    expect(formatOfGlance({ reading, columns: ['id', 'page', 'tag'], records: [] })).toEqual({
      kind: 'csv',
      column: 'page',
      carry: ['id', 'tag'],
      delimiter: ';',
      header: true,
    });
  });

  it('takes the first column where none looks like URLs', () => {
    const reading = { ...table, column: null, carry: ['a', 'b'] };
    const format = formatOfGlance({ reading, columns: ['a', 'b'], records: [] });
    expect(format).toMatchObject({ kind: 'csv', column: 'a', carry: ['b'] });
  });

  it('reads lines as lines, and a sitemap as a feed', () => {
    const lists = [{ kind: 'lines' }, { kind: 'feed', format: 'sitemap' }] as const;
    const formats = lists.map((reading) => formatOfGlance({ reading, columns: [], records: [] }));
    expect(formats).toEqual([{ kind: 'lines' }, { kind: 'feed' }]);
  });
});

describe('readsPatterns', () => {
  it('is on for lines and off for tables and feeds, unless the job says otherwise', () => {
    for (const kind of ['lines', 'csv', 'feed'] as const) {
      const listFormat = { kind };
      expect(readsPatterns({ listFormat, options: {} })).toBe(kind === 'lines');
      expect(readsPatterns({ listFormat, options: { patterns: false } })).toBe(false);
      expect(readsPatterns({ listFormat, options: { patterns: true } })).toBe(true);
    }
  });
});
