import type { ResultLine, ResultView, ResultWindow } from '#shared/engine-protocol/results.ts';
import type { RequestState } from '#shared/engine-protocol/run.ts';
import { isNumeric } from '#shared/values/value-type.ts';
import type { RunColumns } from '../store/column-names.ts';
import { readStoredState } from '../store/run-meta.ts';
import { quoteName, type Sqlite, type SqlRow, type SqlValue } from '../store/sqlite.ts';
import { formatRecord, type RecordFormat } from './record-format.ts';
import type { ResultViews } from './result-views.ts';
import { columnsOf, errorSql } from './table-columns.ts';

/** A part of a view. */
export interface WindowQuery {
  readonly view: ResultView;
  readonly offset: number;
  readonly limit: number;
}

/** The view of a run's results, and the connection through which it is read. */
export interface ResultSource {
  readonly db: Sqlite;
  readonly columns: RunColumns;
  readonly views: ResultViews;
}

const mostCellCharacters = 1000;

export function readWindow(source: ResultSource, query: WindowQuery): ResultWindow {
  const { carried, fields } = source.columns;
  const { total, records } = select(source, query, [
    'line.id',
    'request.id',
    'request.line',
    'request.text',
    'request.state',
    'request.status',
    'request.final_url',
    errorSql('request'),
    'request.finished_ms - request.started_ms',
    'request.bytes',
    ...cellsSql(source.columns, (sql) => `substr(${sql}, 1, ${mostCellCharacters})`),
  ]);
  return {
    columns: {
      carried: carried.map(({ name }) => name),
      fields: fields.map(({ name }) => name),
      jobNames: fields.map(({ name, givenName = name }) => givenName),
      types: fields.map(({ type = 'text' }) => type),
    },
    finished: readStoredState(source.db) === 'finished',
    total,
    offset: query.offset,
    lines: records.map(toLine),
  };
}

function toLine(record: SqlRow): ResultLine {
  const [lineId, requestId, place, url, state, status, finalUrl, error, ms, bytes, ...cells] =
    record as readonly [
      number,
      number,
      number,
      string,
      RequestState,
      number | null,
      string | null,
      string | null,
      number | null,
      number | null,
      ...SqlValue[],
    ];
  return {
    lineId,
    requestId,
    place,
    url,
    state,
    status,
    finalUrl,
    error,
    ms,
    bytes,
    cells: cells.map((cell) => String(cell ?? '')),
  };
}

/** The maximum size of a copy to the clipboard: far more than any program takes, and no danger to memory. */
const mostTextCharacters = 50_000_000;
const piece = 1000;
const tsv: RecordFormat = { delimiter: '\t', recordEnd: '\n', formulaGuard: true };

/** Lines of a view with the columns of an export and with whole cells. `cut`: there are more lines. */
export function readTsv(
  source: ResultSource,
  { view, offset, limit }: WindowQuery,
): { readonly text: string; readonly lines: number; readonly cut: boolean } {
  const columns = columnsOf(source.columns, { place: 'request', fetched: 'request', line: 'line' });
  const selected = columns.map(({ sql }) => sql);
  let text = formatRecord(
    columns.map(({ name }) => name),
    tsv,
  );
  let lines = 0;
  let more = true;
  while (lines < limit && more && text.length < mostTextCharacters) {
    const wanted = Math.min(piece, limit - lines);
    const window = { view, offset: offset + lines, limit: wanted };
    const { total, records } = select(source, window, selected);
    for (const record of records) text += formatRecord(record, tsv);
    lines += records.length;
    more = records.length > 0 && offset + lines < total;
  }
  return { text, lines, cut: more };
}

/** @param cut the SQL of a text that is cut; a number is read as it is, since SQLite would write it otherwise */
function cellsSql({ carried, fields }: RunColumns, cut: (sql: string) => string): string[] {
  return [
    ...carried.map(({ column }) => cut(`request.${quoteName(column)}`)),
    ...fields.map(({ column, type }) => {
      const value = `line.${quoteName(column)}`;
      return isNumeric(type)
        ? `CASE typeof(${value}) WHEN 'text' THEN ${cut(value)} ELSE ${value} END`
        : cut(value);
    }),
  ];
}

function select(
  { db, views }: ResultSource,
  { view, offset, limit }: WindowQuery,
  columns: readonly string[],
): { readonly total: number; readonly records: readonly (readonly SqlValue[])[] } {
  return db.transaction(() => {
    const { total, tables, tail, params } = views.lines(view, offset, limit);
    // CROSS JOIN fixes the order of the loops: the window first, then its requests by key.
    const statement = db.prepare(
      `SELECT ${columns} FROM ${tables}
       CROSS JOIN requests AS request ON request.id = line.request_id ${tail}`,
    );
    return { total, records: statement.all(params) };
  });
}
