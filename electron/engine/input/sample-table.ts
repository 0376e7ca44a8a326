import { kindOfHost } from '../addresses/address-kind.ts';
import { findUrls, visible } from './find-urls.ts';
import { TableParser } from './table-parser.ts';
import { toUrl } from './to-url.ts';

/** The number of records examined to decide how a table is read. */
const mostRecords = 100;
const longestCell = 2000;

/** The first records of a table with a given delimiter, blank ones and comments left out. */
export interface TableSample {
  readonly delimiter: string;
  readonly records: readonly (readonly string[])[];
}

/** @param isWhole the text is the whole list, so that its last record is complete */
export function sampleTable(text: string, isWhole: boolean, delimiter: string): TableSample {
  const parser = new TableParser(delimiter);
  const records: (readonly string[])[] = [];
  // Text is read in pieces: a hundred records are seldom more than some thousand characters.
  for (let from = 0; from < text.length && records.length < mostRecords; from += 16_384) {
    const piece = text.slice(from, from + 16_384);
    for (const { cells } of parser.push(piece)) if (isContent(cells)) records.push(cells);
  }
  // An incomplete record at the end of the sample is better than none besides the names of the columns.
  if (isWhole || records.length < 2) {
    for (const { cells } of parser.end()) if (isContent(cells)) records.push(cells);
  }
  return { delimiter, records: records.slice(0, mostRecords) };
}

/** Whether a record is neither blank nor a comment. */
export function isContent(cells: readonly string[]): boolean {
  return !isBlankRecord(cells) && !isCommentRecord(cells);
}

export function isBlankRecord(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '' || visible(cell) === '');
}

/** A line such as "# exported in May" above or between the records: one cell that begins with `#`. */
export function isCommentRecord(cells: readonly string[]): boolean {
  return cells.length === 1 && (cells[0] ?? '').trimStart().startsWith('#');
}

/**
 * The column that holds the URLs, and the likelihood of a URL there for each record; null if no column has
 * any.
 */
export interface UrlColumn {
  readonly at: number;
  /** Between 0 and 2 for each record. */
  readonly weights: readonly number[];
}

/**
 * The column with the most likely URLs: those with a scheme first, since file names and domains look like
 * URLs without one. The first record, which may name the columns, counts only if it is the only one.
 */
export function findUrlColumn(records: readonly (readonly string[])[]): UrlColumn | null {
  const width = Math.min(
    maxColumnsLookedAt,
    records.reduce((most, cells) => Math.max(most, cells.length), 0),
  );
  const body = records.length > 1 ? records.slice(1) : records;
  let best = { at: -1, sum: 0 };
  for (let at = 0; at < width; at += 1) {
    const sum = body.reduce((total, cells) => total + urlWeight(cells[at]), 0);
    if (sum > best.sum) best = { at, sum };
  }
  if (best.at < 0) return null;
  return { at: best.at, weights: records.map((cells) => urlWeight(cells[best.at])) };
}

const maxColumnsLookedAt = 4000;

/** The likelihood that a cell is meant as a URL: 2 with a scheme, less for a possible one. */
function urlWeight(cell: string | undefined): number {
  if (cell === undefined || cell === '') return 0;
  const text = visible(cell.slice(0, longestCell));
  if (/^https?:[/\\]/i.test(text)) return toUrl(text).kind === 'url' ? 2 : 1;
  if (/https?:[/\\]/i.test(text)) {
    const content = findUrls(text);
    const isUrl = (found: string): boolean => toUrl(found).kind === 'url';
    return content.kind === 'texts' && content.texts.some(isUrl) ? 1.5 : 0;
  }
  if (text.length < 4 || /\s/.test(text) || !/[.:]/.test(text)) return 0;
  const url = toUrl(text);
  if (url.kind === 'invalid') return 0;
  return kindOfHost(new URL(url.url).hostname) === 'public' ? 1 : 0.5;
}
