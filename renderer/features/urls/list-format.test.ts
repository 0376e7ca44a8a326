import { describe, expect, it } from 'vitest';
import { describeFormat, formatOfGlance } from './list-format.ts';

const table = { kind: 'table', delimiter: ';', header: true } as const;

describe('formatOfGlance', () => {
  it('takes what the content decided', () => {
    const format = formatOfGlance({
      reading: { ...table, column: 'page', carry: ['id', 'tag'] },
      columns: ['id', 'page', 'tag'],
      records: [],
    });
    expect(format).toEqual({
      kind: 'csv',
      column: 'page',
      carry: ['id', 'tag'],
      delimiter: ';',
      header: true,
    });
    expect(describeFormat(format)).toBe('CSV · column page · carries 2');
  });

  it('takes the first column where none looks like URLs', () => {
    const reading = { ...table, column: null, carry: ['a', 'b'] };
    const format = formatOfGlance({ reading, columns: ['a', 'b'], records: [] });
    expect(format).toMatchObject({ kind: 'csv', column: 'a', carry: ['b'] });
  });

  it('reads a list that is no table as lines', () => {
    const format = formatOfGlance({ reading: { kind: 'lines' }, columns: [], records: [] });
    expect(describeFormat(format)).toBe('Plain lines');
  });
});
