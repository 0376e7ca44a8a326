import type { ColDef, ValueFormatterParams } from 'ag-grid-community';
import type { ResultColumns, ResultLine } from '#shared/engine-protocol/results.ts';
import { formatBytes, formatCount, formatDuration } from '#shared/format.ts';
import { isNumeric } from '#shared/values/value-type.ts';
import { type HealthStore, withHealth } from './health-header.ts';

export type LineColumn = ColDef<ResultLine>;

/** Wide enough for 1,000,000. */
const placeWidth = 86;
const narrowest = 140;
const widest = 320;
const statusWidth = 72;

/**
 * The columns of a run: place and URL as pasted, the answer, the fields, the carried columns of the input,
 * and the figures of the fetch. The engine sorts by a column's id.
 */
export function columnsOf(
  { carried, fields, jobNames, types }: ResultColumns,
  gridWidth: number,
  health: HealthStore,
): LineColumn[] {
  const urlWidth = clamp(gridWidth * 0.24, 200, 400);
  const left = gridWidth - placeWidth - urlWidth - statusWidth;
  const fieldWidth = clamp(left / Math.max(1, fields.length), narrowest, widest);
  return [
    number('$place', '#', placeWidth, ({ place }) => place, formatCount),
    address('$url', 'URL', urlWidth, ({ url }) => url),
    number('$status', 'Status', statusWidth, ({ status }) => status, String),
    ...fields.map((name, index) => {
      const isNumber = isNumeric(types[index]);
      const head = withHealth(jobNames[index] ?? name, health);
      if (index === 0) {
        const column = errorColumn(name, fieldWidth, isNumber, carried.length, fields.length);
        return { ...column, ...head };
      }
      // The engine writes numbers as text, in full: only their place is that of a number.
      const column = {
        ...text(name, name, fieldWidth, cell(carried.length + index)),
        ...head,
      };
      return isNumber ? { ...column, type: 'number' } : column;
    }),
    ...carried.map((name, index) => text(name, name, 140, cell(index))),
    address('$final_url', 'Final URL', 220, ({ finalUrl }) => finalUrl),
    number('$ms', 'Time', 76, ({ ms, state }) => (state === 'skipped' ? null : ms), formatDuration),
    number('$bytes', 'Size', 76, ({ bytes }) => bytes, formatBytes),
  ];
}

const cell =
  (index: number) =>
  ({ cells }: ResultLine) =>
    cells[index] ?? '';

function text(
  colId: string,
  headerName: string,
  width: number,
  value: (line: ResultLine) => string | null,
): LineColumn {
  return {
    colId,
    headerName,
    width,
    valueGetter: ({ data }) => (data ? (value(data) ?? '') : ''),
  };
}

/** A URL without its scheme, which is the same on nearly every line; a copy has the whole URL. */
function address(
  colId: string,
  headerName: string,
  width: number,
  value: (line: ResultLine) => string | null,
): LineColumn {
  return {
    ...text(colId, headerName, width, value),
    valueFormatter: ({ value: url }) => String(url ?? '').replace(/^https?:\/\/(?=.)/i, ''),
  };
}

const clamp = (value: number, least: number, most: number) =>
  Math.floor(Math.min(most, Math.max(least, value)));

/**
 * The first field: on a failed line whose fields are all empty, the error spans them. Only a job that
 * extracts fields from error pages has others. The cell shows the sentence of the error; the code before it
 * is for a copy and the detail pane.
 */
function errorColumn(
  name: string,
  width: number,
  isNumber: boolean,
  offset: number,
  fields: number,
): LineColumn {
  const errorOf = (line: ResultLine | undefined): string | null => {
    const values = line?.cells.slice(offset, offset + fields) ?? [];
    return values.every((value) => value === '') ? (line?.error ?? null) : null;
  };
  return {
    ...text(name, name, width, (line) => errorOf(line) ?? cell(offset)(line)),
    valueFormatter: ({ value, data }) =>
      errorOf(data)?.replace(/^[A-Z0-9_]+: /, '') ?? String(value ?? ''),
    colSpan: ({ data }) => (errorOf(data) === null ? 1 : fields),
    ...(isNumber && { headerClass: 'ag-right-aligned-header' }),
    cellClassRules: {
      number: ({ data }) => isNumber && errorOf(data) === null,
      error: ({ data }) => errorOf(data) !== null && data?.state !== 'skipped',
      // A page that robots.txt disallows shows its reason too, and is not a failure.
      skipped: ({ data }) => errorOf(data) !== null && data?.state === 'skipped',
    },
  };
}

function number(
  colId: string,
  headerName: string,
  width: number,
  value: (line: ResultLine) => number | null,
  format: (value: number) => string,
): LineColumn {
  return {
    colId,
    headerName,
    width,
    type: 'number',
    valueGetter: ({ data }) => (data ? value(data) : null),
    valueFormatter: ({ value: given }: ValueFormatterParams<ResultLine, number | null>) =>
      given === null || given === undefined ? '' : format(given),
  };
}
