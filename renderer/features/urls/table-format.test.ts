import { describe, expect, it } from 'vitest';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import { tableOf, withColumnsOf } from './table-format.ts';

const glance = (columns: readonly string[], column: string | null): ListGlance =>
  ({
    reading: { kind: 'table', delimiter: ';', header: true, column, carry: ['price'] },
    columns,
    sample: [],
  }) as unknown as ListGlance;
const found = glance(['name', 'link', 'price'], 'link');

describe('a list as a table', () => {
  it('takes the columns of the job where the list has them', () => {
    const job = { kind: 'csv', column: 'name', carry: ['link'] } as const;
    expect(tableOf({ ...job, carry: [...job.carry] }, found)).toEqual({
      kind: 'csv',
      delimiter: ';',
      header: true,
      column: 'name',
      carry: ['link'],
    });
  });

  it('takes those that its content shows where the list has the columns of the job no more', () => {
    expect(tableOf({ kind: 'csv', column: 'address', carry: [] }, found)).toMatchObject({
      column: 'link',
      carry: ['price'],
    });
  });

  it('takes its first column where its content shows none, and none of a list without columns', () => {
    expect(tableOf({ kind: 'lines' }, glance(['a', 'b'], null)).column).toBe('a');
    expect(tableOf({ kind: 'lines' }, glance([], null)).column).toBe('');
  });
});

describe('a table that is read in a new way', () => {
  const table = tableOf({ kind: 'csv', column: 'name', carry: ['link', 'price'] }, found);

  it('keeps the chosen columns that are still there', () => {
    expect(withColumnsOf(table, glance(['name', 'price'], 'price'))).toMatchObject({
      column: 'name',
      carry: ['price'],
    });
  });

  it('begins again from its content where the column of URLs is gone', () => {
    expect(withColumnsOf(table, glance(['url', 'price'], 'url'))).toMatchObject({
      column: 'url',
      carry: ['price'],
    });
  });
});
