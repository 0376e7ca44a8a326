import type { ValueFormatterParams, ValueGetterParams } from 'ag-grid-community';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { ColumnHealth } from '#shared/engine-protocol/column-health.ts';
import type { ResultLine } from '#shared/engine-protocol/results.ts';
import { columnsOf, type LineColumn } from './result-columns.ts';

const line: ResultLine = {
  lineId: 1,
  requestId: 1,
  place: 1234,
  url: 'https://a.test/x',
  state: 'done',
  status: 200,
  finalUrl: null,
  error: null,
  ms: 1500,
  bytes: 2048,
  cells: ['SKU-1', 'A title', '<b>9.90</b>'],
};
const failed: ResultLine = {
  ...line,
  state: 'failed',
  status: 404,
  error: 'HTTP_404: Gone.',
  cells: [],
};
const health = createStore<readonly ColumnHealth[]>(() => []);
const columns = columnsOf(
  {
    carried: ['sku'],
    fields: ['title', 'price'],
    jobNames: ['title', 'price'],
    types: ['text', 'number'],
  },
  1000,
  health,
);

/** The text that a cell shows, through the same call as AG Grid's. */
function shown(column: LineColumn, data: ResultLine | undefined): string {
  const { valueGetter, valueFormatter } = column;
  const value: unknown =
    typeof valueGetter === 'function' ? valueGetter({ data } as ValueGetterParams<ResultLine>) : '';
  return typeof valueFormatter === 'function'
    ? valueFormatter({ value, data } as ValueFormatterParams<ResultLine>)
    : String(value ?? '');
}
const row = (data: ResultLine | undefined) => columns.map((column) => shown(column, data));

describe('the columns of a run', () => {
  it('have ids that the engine sorts by, fields before carried columns', () => {
    expect(columns.map(({ colId }) => colId)).toEqual([
      '$place',
      '$url',
      '$status',
      'title',
      'price',
      'sku',
      '$final_url',
      '$ms',
      '$bytes',
    ]);
  });

  it('show a line as text, whatever it holds', () => {
    expect(row(line)).toEqual([
      '1,234',
      'a.test/x',
      '200',
      'A title',
      '<b>9.90</b>',
      'SKU-1',
      '',
      '1.5 s',
      '2 KB',
    ]);
  });

  it('show the error of a failed line across its fields', () => {
    expect(row(failed).slice(2, 5)).toEqual(['404', 'Gone.', '']);
    const title = columns[3];
    expect(title?.colSpan?.({ data: failed } as never)).toBe(2);
    expect(title?.colSpan?.({ data: line } as never)).toBe(1);
  });

  it('show the fields of a failed line that has some', () => {
    const withFields = { ...failed, cells: line.cells };
    expect(row(withFields).slice(3, 5)).toEqual(row(line).slice(3, 5));
    expect(columns[3]?.colSpan?.({ data: withFields } as never)).toBe(1);
  });

  it('show a URL that is nothing but a scheme whole', () => {
    expect(row({ ...line, url: 'http://' })[1]).toBe('http://');
  });

  it('are empty where a row is not loaded yet', () => {
    expect(row(undefined).join('')).toBe('');
  });

  it('fit a wide grid and keep a least width in a narrow one', () => {
    const widths = (gridWidth: number) =>
      columnsOf(
        { carried: [], fields: ['a', 'b', 'c'], jobNames: ['a', 'b', 'c'], types: [] },
        gridWidth,
        health,
      )
        .slice(3, 6)
        .map(({ width }) => width ?? 0);
    expect(Math.min(...widths(500))).toBeGreaterThanOrEqual(100);
    expect(Math.max(...widths(5000))).toBeLessThanOrEqual(320);
  });

  it('have the health of the field that the job has, whatever its name in the table', () => {
    const names = { carried: ['title'], fields: ['title (2)'], jobNames: ['title'], types: [] };
    const [, , , title] = columnsOf(names, 1000, health);
    expect(title?.colId).toBe('title (2)');
    expect(title?.headerComponentParams).toMatchObject({
      innerHeaderComponentParams: { field: 'title' },
    });
  });

  it('stand on the right where they hold numbers', () => {
    expect(columns.find(({ colId }) => colId === 'price')?.type).toBe('number');
    expect(columns.find(({ colId }) => colId === 'title')?.type).toBe(undefined);
  });
});
