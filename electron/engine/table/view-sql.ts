import { assertNever } from '#shared/assert-never.ts';
import type { ColumnFilter, FixedColumn, ResultView } from '#shared/engine-protocol/results.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { isNumeric } from '#shared/values/value-type.ts';
import { mostCharacters } from '../core/health/column-watch.ts';
import type { RunColumns } from '../store/column-names.ts';
import { quoteName, type SqlValue } from '../store/sqlite.ts';

/**
 * The number of characters of a long text that a sort compares; lines that are equal so far keep their order.
 */
const sortedCharacters = 200;
/** SQLite takes at most 127 arguments of a function. */
const mostArguments = 100;

/** A view of the results in SQL, over `rows AS line` and, if needed, `requests AS request`. */
interface ViewSql {
  /** Tables and conditions; the text ends so that ` AND …` may follow. */
  readonly from: string;
  readonly params: readonly SqlValue[];
  /** Null: the order of arrival. */
  readonly orderBy: string | null;
}

/**
 * @param ownOrder see `hasOwnOrder`
 * @throws TrawlError NOT_FOUND for a column that the run does not have
 */
export function viewSql(view: ResultView, columns: RunColumns, ownOrder: boolean): ViewSql {
  const { text, state, errorCode, column } = view.filter;
  const conditions = ['1'];
  const params: SqlValue[] = [];
  if (state !== null) {
    // SQLite uses the index of failed requests only for exactly this condition.
    conditions.push(state === 'failed' ? "request.state = 'failed'" : 'request.state = ?');
    if (state !== 'failed') params.push(state);
  }
  if (errorCode !== null) {
    // A request that robots.txt forbids has an error but is no failure. The index needs exactly this
    // condition.
    const state = errorCode === 'ROBOTS' ? 'skipped' : 'failed';
    conditions.push(`request.state = '${state}' AND request.error_code = ?`);
    params.push(errorCode);
  }
  if (column !== undefined) {
    conditions.push("request.state = 'done' AND line.number > 0", columnSql(column, columns));
    if (column.is === 'value' || column.is === 'beginning') params.push(column.value);
  }
  if (text !== '') {
    const patterns = likePatterns(text);
    const all = joined(searchedColumns(columns));
    conditions.push(`(${patterns.map(() => `${all} LIKE ? ESCAPE '\\'`).join(' OR ')})`);
    params.push(...patterns);
  }
  const where = conditions.join(' AND ');
  const order = view.sort && orderBy(view.sort, columns, ownOrder);
  const joins = `${where} ${order}`.includes('request.')
    ? 'JOIN requests AS request ON request.id = line.request_id'
    : '';
  return { from: `rows AS line ${joins} WHERE ${where}`, params, orderBy: order };
}

export function isPlain(view: ResultView): boolean {
  const { text, state, errorCode, column } = view.filter;
  const isAll = text === '' && state === null && errorCode === null && column === undefined;
  return view.sort === null && isAll;
}

function columnSql({ field, is, value: wanted }: ColumnFilter, columns: RunColumns): string {
  const known = columns.fields.find(
    ({ name, givenName = name, type }) => givenName === field && type !== 'currency',
  );
  if (known === undefined) throw noColumn(field);
  const value = `CAST(line.${quoteName(known.column)} AS TEXT)`;
  switch (is) {
    case 'empty':
      return `ifnull(${value}, '') = ''`;
    case 'misfit':
      return misfitSql(known);
    case 'value':
      // 5 is stored as 5.0, which is another text.
      return isNumeric(known.type) && Number.isFinite(Number(wanted))
        ? `line.${quoteName(known.column)} = CAST(? AS REAL)`
        : `${value} = ?`;
    case 'beginning':
      return `substr(${value}, 1, ${mostCharacters}) = ?`;
    default:
      return assertNever(is);
  }
}

/** A number or price that could not be read is a text; dates are told by their form, addresses by their scheme. */
function misfitSql({ column, type }: RunColumns['fields'][number]): string {
  const value = `line.${quoteName(column)}`;
  const isText = `typeof(${value}) = 'text' AND ${value} <> ''`;
  if (isNumeric(type)) return isText;
  if (type === 'date')
    return `${isText} AND ${value} NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'`;
  if (type === 'url' || type === 'picture') {
    return `${isText} AND ${value} NOT LIKE 'http://%' AND ${value} NOT LIKE 'https://%'`;
  }
  return type === 'yesno' ? `${isText} AND ${value} NOT IN ('yes', 'no')` : '0';
}

function noColumn(name: string): TrawlError {
  return new TrawlError('NOT_FOUND', `This run has no column "${name}".`);
}

const fixedSql: Readonly<Record<FixedColumn, string>> = {
  $url: 'request.text',
  $status: 'request.status',
  $final_url: 'request.final_url',
  $error: "request.error_code || ': ' || request.error_message",
  $place: 'request.line',
  $ms: 'request.finished_ms - request.started_ms',
  $bytes: 'request.bytes',
};
const numbers: readonly string[] = ['$status', '$ms', '$bytes'] satisfies FixedColumn[];

/** The order of the list: an index provides it, so that a million lines need no sorting. */
function byPlace(direction: string, ownOrder: boolean): string {
  const request = ownOrder ? 'request.order_key' : 'line.request_id';
  return `${request} ${direction}, line.number ${direction}`;
}

/**
 * Numbers by their value before texts by their letters, blank cells last in both directions, equal ones in
 * the order of arrival. All of this is in one key that is compared byte by byte, which halves the time of a
 * sort: letters in one case instead of a collation, and for blank cells a value that SQLite sorts after every
 * text (a blob), or before every number (NULL).
 */
function orderBy(
  sort: NonNullable<ResultView['sort']>,
  columns: RunColumns,
  ownOrder: boolean,
): string {
  const direction = sort.descending ? 'DESC' : 'ASC';
  if (sort.column === '$place') return byPlace(direction, ownOrder);
  const { sql: value, isNumber } = sortedColumn(sort.column, columns);
  const blank = sort.descending ? 'NULL' : "x''";
  const key = isNumber ? typedKeySql(value) : keySql(sort.column, value);
  return `CASE WHEN ifnull(${value}, '') = '' THEN ${blank} ${key} END ${direction}, line.id`;
}

/**
 * A text is a number if casting it to one loses nothing: the comparison applies the numeric affinity to it
 * (sqlite.org/datatype3.html, section 4.2).
 */
function keySql(column: string, value: string): string {
  if (numbers.includes(column)) return `ELSE ${value}`;
  if (Object.hasOwn(fixedSql, column)) return `ELSE lower(${value})`;
  const number = `CAST(${value} AS NUMERIC)`;
  return `WHEN ${number} = ${value} THEN ${number} ELSE lower(substr(${value}, 1, ${sortedCharacters}))`;
}

/** In a column of numbers every text is one that could not be read: it stands behind all numbers. */
const typedKeySql = (value: string): string =>
  `ELSE CASE typeof(${value}) WHEN 'text' THEN lower(substr(${value}, 1, ${sortedCharacters})) ELSE ${value} END`;

function sortedColumn(
  name: string,
  columns: RunColumns,
): { readonly sql: string; readonly isNumber: boolean } {
  if (Object.hasOwn(fixedSql, name)) return { sql: fixedSql[name as FixedColumn], isNumber: false };
  const field = columns.fields.find((known) => known.name === name);
  if (field) return { sql: `line.${quoteName(field.column)}`, isNumber: isNumeric(field.type) };
  const carried = columns.carried.find((known) => known.name === name);
  if (carried) return { sql: `request.${quoteName(carried.column)}`, isNumber: false };
  throw noColumn(name);
}

function searchedColumns(columns: RunColumns): string[] {
  return [
    fixedSql.$url,
    ...columns.carried.map(({ column }) => `request.${quoteName(column)}`),
    ...columns.fields.map(({ column }) => `line.${quoteName(column)}`),
    fixedSql.$status,
    fixedSql.$final_url,
    fixedSql.$error,
  ];
}

/** One text of several columns, searched in one go: twice as fast as one LIKE for each. */
function joined(columns: readonly string[]): string {
  if (columns.length <= mostArguments) return `concat_ws(char(31), ${columns})`;
  const groups: string[] = [];
  for (let at = 0; at < columns.length; at += mostArguments) {
    groups.push(joined(columns.slice(at, at + mostArguments)));
  }
  return joined(groups);
}

/** LIKE ignores the case of ASCII letters only; other letters are searched for in their usual forms. */
function likePatterns(text: string): string[] {
  const lower = text.toLowerCase();
  const forms = [text, lower, text.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)];
  const different = /^[\0-\x7f]*$/.test(text) ? [text] : [...new Set(forms)];
  return different.map((form) => `%${form.replace(/[\\%_]/g, '\\$&')}%`);
}
