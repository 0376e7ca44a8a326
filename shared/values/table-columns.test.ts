import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renamedColumns, type TableColumns, tableColumns } from './table-columns.ts';

const all = (columns: TableColumns): readonly string[] => [
  columns.url,
  ...columns.carried,
  ...columns.fields,
  columns.status,
  columns.finalUrl,
  columns.error,
];

describe('the columns of a table', () => {
  it('are called as they are where no two have one name', () => {
    expect(all(tableColumns(['sku'], ['title', 'price']))).toEqual([
      'url',
      'sku',
      'title',
      'price',
      'status',
      'final_url',
      'error',
    ]);
    expect(renamedColumns(['sku'], ['title'])).toEqual({ fields: new Map(), others: [] });
  });

  it("keep a person's name before Trawl's own, and the list's before a field's", () => {
    const carried = ['status', 'title', 'error'];
    const fields = ['title', 'URL', 'final_url'];
    expect(tableColumns(carried, fields)).toEqual({
      carried,
      fields: ['title (2)', 'URL', 'final_url'],
      url: 'trawl_url',
      status: 'trawl_status',
      finalUrl: 'trawl_final_url',
      error: 'trawl_error',
    });
    const { fields: ofFields, others } = renamedColumns(carried, fields);
    expect([...ofFields]).toEqual([
      [
        0,
        'In the table, the column "title" is called "title (2)", since another one has its name.',
      ],
    ]);
    expect(others).toHaveLength(4);
    expect(others[0]).toBe(
      'Trawl\'s own column "url" is called "trawl_url" in the table, since a column of yours has its name.',
    );
  });

  it('take no name that another one has by itself', () => {
    const { fields, url } = tableColumns(['a', 'url', 'trawl_url'], ['A', 'a (2)', 'a']);
    expect(fields).toEqual(['A (3)', 'a (2)', 'a (4)']);
    expect(url).toBe('trawl_url (2)');
  });

  it('have a name where they have none, and none that the grid needs', () => {
    expect(tableColumns(['', ''], ['$url']).carried).toEqual(['column (2)', 'column (3)']);
    expect(tableColumns([], ['$url']).fields).toEqual(['$url (2)']);
  });

  it('are unique whatever the names, and stay so when they are named again', () => {
    const name = fc.oneof(
      fc.constantFrom('url', 'URL', 'status', 'error', 'final_url', 'trawl_url', 'Trawl_URL (2)'),
      fc.constantFrom('', 'a', 'A', 'a (2)', 'A (3)', 'column', 'é', 'e\u0301', '$place', 'İ'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(name), fc.array(name), (carried, fields) => {
        const columns = tableColumns(carried, fields);
        const names = all(columns);
        expect(new Set(names.map((one) => one.normalize('NFC').toLowerCase())).size).toBe(
          names.length,
        );
        expect(tableColumns(columns.carried, columns.fields)).toEqual(columns);
      }),
    );
  });

  it('of many equal names are named at once', () => {
    expect(new Set(tableColumns(Array(20_000).fill('a'), []).carried).size).toBe(20_000);
  });
});
