import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import Papa from 'papaparse';
import type { CsvGlance } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { findUrls } from './find-urls.ts';
import { readText } from './read-text.ts';
import { toUrl } from './to-url.ts';

const glanceRecords = 20;

interface CsvStart {
  readonly delimiter: string;
  readonly records: readonly (readonly string[])[];
}

/**
 * The columns of a CSV or TSV file, its first records, and the column that holds most URLs: those
 * with a scheme first, since file names and domains look like URLs without one.
 */
export async function glanceAtCsv(path: string): Promise<CsvGlance> {
  const { records } = await readStart(path);
  const columns = columnNames(records[0] ?? []);
  const body = records.slice(1, glanceRecords + 1);
  const score = (column: number): number =>
    body.reduce((sum, record) => sum + likelihood(record[column] ?? ''), 0);
  const scores = columns.map((_name, column) => score(column));
  const best = scores.indexOf(Math.max(0, ...scores));
  return {
    columns,
    records: body,
    urlColumn: (scores[best] ?? 0) > 0 ? (columns[best] ?? null) : null,
  };
}

export interface CsvRecord {
  /** The line of the file on which the record begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly bytes: number;
}

export interface CsvFile {
  readonly columns: readonly string[];
  /** The records behind the header. */
  records(signal: AbortSignal): AsyncIterable<CsvRecord>;
}

export async function openCsv(path: string): Promise<CsvFile> {
  const start = await readStart(path);
  const header = start.records[0];
  if (!header)
    throw new TrawlError('BAD_INPUT', 'The file is empty: there is no line of column names.');
  return {
    columns: columnNames(header),
    records: (signal) => streamRecords(path, start.delimiter, signal),
  };
}

async function* streamRecords(
  path: string,
  delimiter: string,
  signal: AbortSignal,
): AsyncGenerator<CsvRecord> {
  let bytes = 0;
  async function* pieces(): AsyncGenerator<string> {
    for await (const piece of readText(path, signal)) {
      bytes = piece.bytes;
      yield piece.text;
    }
  }
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter });
  const source = Readable.from(pieces());
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let line = 1;
  for await (const cells of parser as AsyncIterable<string[]>) {
    if (line > 1 && !(cells.length === 1 && cells[0] === '')) yield { line, cells, bytes };
    line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
  }
}

async function readStart(path: string): Promise<CsvStart> {
  const file = await open(path);
  await file.close();
  let text = '';
  for await (const piece of readText(path)) {
    text += piece.text;
    if (text.length >= 65_536) break;
  }
  const parsed = Papa.parse<string[]>(text, { preview: glanceRecords + 1 });
  return { delimiter: parsed.meta.delimiter, records: parsed.data };
}

/** Every column has a name to be chosen by: unnamed and repeated ones get a number. */
function columnNames(header: readonly string[]): string[] {
  const names: string[] = [];
  header.forEach((cell, index) => {
    const base = cell.replace(/^\uFEFF/, '').trim() || `column ${index + 1}`;
    let name = base;
    for (let number = 2; names.includes(name); number += 1) name = `${base} (${number})`;
    names.push(name);
  });
  return names;
}

/** How surely a cell is meant as a URL. */
function likelihood(cell: string): number {
  const found = findUrls(cell).map(toUrl);
  if (found.length === 0 || !found.every(({ kind }) => kind === 'url')) return 0;
  return /\bhttps?:\/\//i.test(cell) ? 2 : 1;
}

function lineBreaks(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? cell.split(/\r\n|\r|\n/).length - 1 : 0;
}
