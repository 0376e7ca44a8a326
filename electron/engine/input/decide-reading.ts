import type { FeedFormat, TableReading } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { delimiterCharacter, maxCarried } from '#shared/job/delimiters.ts';
import type { ListOptions } from '#shared/job/list-options.ts';
import { plainText, quoted } from '#shared/plain-text.ts';
import { columnNames } from './column-names.ts';
import { findUrlColumn, sampleTable, type TableSample, type UrlColumn } from './sample-table.ts';

/** The first characters of a list. */
export interface ListStart {
  readonly text: string;
  /** The text is the whole list. */
  readonly isWhole: boolean;
  /** The name of its file, whose ending suggests the format. */
  readonly name: string;
}

export interface DecidedTable {
  readonly kind: 'table';
  readonly reading: TableReading;
  readonly columns: readonly string[];
  /** Its first record is the line `sep=;`, which gives Excel the delimiter. */
  readonly hasSepLine: boolean;
  /** The first records, without the names of the columns. */
  readonly records: readonly (readonly string[])[];
}

export type Decided =
  | { readonly kind: 'lines' }
  | { readonly kind: 'feed'; readonly format: FeedFormat }
  | DecidedTable;

const sepLine = /^"?sep=([^"\r\n])\1*"?[ \t]*(?:\r\n|\r|\n|$)/i;
const tableEnding = /\.(?:csv|tsv|tab)(?:\.gz)?$/i;
const tabEnding = /\.(?:tsv|tab)(?:\.gz)?$/i;

/**
 * The way to read a list: by `options`, and by its content where they leave it open.
 *
 * @throws TrawlError BAD_INPUT for a column that does not exist
 */
export function decideReading(start: ListStart, options: ListOptions): Decided {
  const { format, delimiter, header, column, carry } = options;
  const feed = feedFormat(start.text);
  if (format === 'feed') return { kind: 'feed', format: feed ?? 'sitemap' };
  if (format === 'lines') return { kind: 'lines' };
  if (format === undefined && feed !== null) return { kind: 'feed', format: feed };
  const isAsked = [format, delimiter, header, column, carry].some((value) => value !== undefined);
  const hasSepLine = sepLine.test(start.text);
  if (isAsked || hasSepLine || tableEnding.test(start.name)) {
    const table = decideTable(start, options);
    const isTable = isAsked || hasSepLine || table.columns.length > 1;
    return isTable || table.reading.column !== null ? table : { kind: 'lines' };
  }
  return looksLikeTable(start) ? decideTable(start, options) : { kind: 'lines' };
}

/** Whether a text whose name does not say so is certainly a table, such as copied cells. */
function looksLikeTable({ text, isWhole }: Pick<ListStart, 'text' | 'isWhole'>): boolean {
  return delimiters.some((delimiter) => {
    if (!text.includes(delimiter)) return false;
    const { records } = sampleTable(text, isWhole, delimiter);
    const width = records[0]?.length ?? 0;
    if (width < 2 || records.some((cells) => cells.length !== width)) return false;
    const urls = findUrlColumn(records);
    if (urls === null) return false;
    const [first = 0, ...rest] = urls.weights;
    // A tab is part of no URL. Commas are, so a record of column names has to show what they separate.
    if (delimiter === '\t') {
      const filled = rest.filter((weight) => weight > 0).length;
      return rest.length === 0 ? first === 2 : filled >= rest.length * 0.8;
    }
    return rest.length > 0 && first === 0 && rest.every((weight) => weight === 2);
  });
}

function decideTable(start: ListStart, options: ListOptions): DecidedTable {
  const sep = sepLine.exec(start.text);
  const body = sep === null ? start.text : start.text.slice(sep[0].length);
  const sample =
    options.delimiter !== undefined
      ? sampleTable(body, start.isWhole, delimiterCharacter(options.delimiter))
      : sep?.[1] !== undefined
        ? sampleTable(body, start.isWhole, sep[1])
        : bestSample(body, start);
  const { records, delimiter } = sample;
  const urls = findUrlColumn(records);
  const header = options.header ?? hasHeader(records, urls, options.column);
  const columns = columnNames(header ? (records[0] ?? []) : [], widthOf(records));
  const at = columnAt(options.column, columns, urls);
  const column = at === null ? null : (columns[at] ?? null);
  const data = header ? records.slice(1) : records;
  const others = carriedByDefault(columns, at, header, records);
  const carry =
    options.carry?.map((name) => columns[columnAt(name, columns, null) ?? 0] ?? name) ??
    others.slice(0, maxCarried);
  const notCarried = carry.length < maxCarried ? 0 : others.length - carry.length;
  return {
    kind: 'table',
    reading: {
      kind: 'table',
      delimiter,
      header,
      column,
      carry,
      ...(notCarried > 0 ? { notCarried } : {}),
    },
    columns,
    hasSepLine: sep !== null,
    records: data,
  };
}

const delimiters = ['\t', ',', ';', '|'] as const;

/**
 * The delimiter with which all records have one width and one column holds the URLs; else that of the file's
 * ending.
 */
function bestSample(text: string, { isWhole, name }: ListStart): TableSample {
  const usual = tabEnding.test(name) ? '\t' : ',';
  let best: { readonly sample: TableSample; readonly score: number } | null = null;
  for (const delimiter of new Set([usual, ...delimiters])) {
    if (!text.includes(delimiter)) continue;
    const sample = sampleTable(text, isWhole, delimiter);
    const score = scoreOf(sample);
    if (score > (best?.score ?? 0)) best = { sample, score };
  }
  return best?.sample ?? sampleTable(text, isWhole, usual);
}

function scoreOf({ records, delimiter }: TableSample): number {
  const width = records[0]?.length ?? 0;
  if (width < 2) return 0;
  const alike = records.filter((cells) => cells.length === width).length;
  const urls = findUrlColumn(records);
  if (urls === null) return (0.1 * alike) / records.length;
  const others = delimiters.filter((other) => other !== delimiter);
  const sum = records.reduce((total, cells, index) => {
    const cell = cells[urls.at] ?? '';
    const isClean = !others.some((other) => cell.includes(other));
    return total + (urls.weights[index] ?? 0) * (isClean ? 1 : 0.75);
  }, 0);
  return (alike / records.length) * (0.1 + sum / records.length);
}

/** A first record whose URL cell is a URL is data; a bare name above whole URLs is the header. */
function hasHeader(
  records: readonly (readonly string[])[],
  urls: UrlColumn | null,
  column: string | undefined,
): boolean {
  const [first] = records;
  if (first === undefined) return false;
  if (column !== undefined && columnNames(first, first.length).includes(column)) return true;
  if (urls === null) return records.length > 1;
  const [weight = 0, ...rest] = urls.weights;
  return weight === 0 || (weight <= 1 && rest.length > 0 && rest.every((other) => other >= 1.5));
}

/** @throws TrawlError BAD_INPUT for a name that belongs to no column */
export function columnAt(
  name: string | undefined,
  columns: readonly string[],
  urls: UrlColumn | null,
): number | null {
  if (name === undefined) return urls?.at ?? null;
  const named = columns.indexOf(name);
  if (named >= 0) return named;
  const number = /^(?:column )?(\d{1,5})$/.exec(name)?.[1];
  if (number !== undefined && Number(number) >= 1 && Number(number) <= columns.length) {
    return Number(number) - 1;
  }
  throw new TrawlError(
    'BAD_INPUT',
    `The list has no column ${quoted(name)}. ${namesInWords(columns)}`,
  );
}

const mostNames = 20;

/** The first of the columns' names, for a message. */
export function namesInWords(columns: readonly string[]): string {
  const shown = columns.slice(0, mostNames).map((name) => plainText(name, 60));
  const more = columns.length > mostNames ? `, and ${columns.length - mostNames} more` : '';
  return `Its columns are: ${shown.join(', ')}${more}.`;
}

/** All other columns, except those without a name and a value. */
function carriedByDefault(
  columns: readonly string[],
  urlAt: number | null,
  header: boolean,
  records: readonly (readonly string[])[],
): string[] {
  const names = header ? (records[0] ?? []) : [];
  const isUsed = (at: number): boolean =>
    (names[at] ?? '').trim() !== '' ||
    records.some((cells, index) => !(header && index === 0) && (cells[at] ?? '') !== '');
  return columns.filter((_name, at) => at !== urlAt && isUsed(at));
}

function widthOf(records: readonly (readonly string[])[]): number {
  return records.reduce((most, cells) => Math.max(most, cells.length), 0);
}

const feedStart =
  /^\s*(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:[\w.-]{1,40}:)?(urlset|sitemapindex|rss|feed|RDF)[\s>/]/;

function feedFormat(text: string): FeedFormat | null {
  switch (feedStart.exec(text.slice(0, 65_536))?.[1]) {
    case 'urlset':
      return 'sitemap';
    case 'sitemapindex':
      return 'sitemap-index';
    case 'feed':
      return 'atom';
    case 'rss':
    case 'RDF':
      return 'rss';
    default:
      return null;
  }
}
