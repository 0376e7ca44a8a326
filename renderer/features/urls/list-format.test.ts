import { describe, expect, it } from 'vitest';
import { describeFormat, formatOfGlance } from './list-format.ts';

describe('formatOfGlance', () => {
  it('takes the column that looks like URLs and carries the others, in their order', () => {
    const format = formatOfGlance({
      columns: ['id', 'page', 'tag'],
      records: [],
      urlColumn: 'page',
    });
    expect(format).toEqual({ kind: 'csv', column: 'page', carry: ['id', 'tag'] });
    expect(describeFormat(format)).toBe('CSV · column page · carries 2');
  });

  it('takes the first column where none looks like URLs', () => {
    const format = formatOfGlance({ columns: ['a'], records: [], urlColumn: null });
    expect(format).toEqual({ kind: 'csv', column: 'a', carry: [] });
    expect(describeFormat(format)).toBe('CSV · column a');
  });

  it('reads a file without columns as lines', () => {
    const format = formatOfGlance({ columns: [], records: [], urlColumn: null });
    expect(describeFormat(format)).toBe('Plain lines');
  });
});
