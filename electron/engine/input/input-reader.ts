import { stat } from 'node:fs/promises';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { mostOfPath, plainText, quoted } from '#shared/plain-text.ts';
import type { InputBatch, InputReader } from '../ports.ts';
import { type CsvFile, openCsv } from './csv.ts';
import { itemsOfLine, itemsOfRecord, type LineItem } from './items-of-line.ts';
import { readLines } from './read-lines.ts';
import { readText } from './read-text.ts';

/** Items that are handed on at once: one transaction of the import. */
const batchItems = 2000;

export interface LineBatch extends InputBatch {
  readonly items: readonly LineItem[];
}

export interface LineReader extends InputReader {
  batches(signal: AbortSignal): AsyncIterable<LineBatch>;
}

/**
 * Opens a list for reading. Throws a TrawlError (BAD_INPUT, FILE_ERROR) when the file cannot be
 * read or lacks a column. Reading it again begins at the front and gives the same items.
 */
export async function openInput(source: InputSource): Promise<LineReader> {
  if (source.kind === 'lines') {
    const { lines } = source;
    const totalBytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
    return { carried: [], batches: () => batchesOf(fromArray(lines), totalBytes) };
  }
  const totalBytes = await sizeOf(source.file);
  const { file, csv } = source;
  if (csv === null) {
    return { carried: [], batches: (signal) => batchesOf(fromText(file, signal), totalBytes) };
  }
  const table = await openCsv(file);
  const at = (name: string): number => {
    const index = table.columns.indexOf(name);
    if (index >= 0) return index;
    throw new TrawlError(
      'BAD_INPUT',
      `The list has no column ${quoted(name)}. Its columns are: ${plainText(table.columns.join(', '), 500)}.`,
    );
  };
  const urlAt = at(csv.column);
  const carryAt = csv.carry.map(at);
  return {
    carried: csv.carry,
    batches: (signal) => batchesOf(fromCsv(table, urlAt, carryAt, signal), totalBytes),
  };
}

/** A line with the items in it; `bytes` is how far the reading has come. */
interface ReadLine {
  readonly line: number;
  readonly bytes: number;
  readonly items: Iterable<LineItem>;
}

/** Lines come in pieces: an await a line would cost more than reading it. */
async function* batchesOf(
  pieces: AsyncIterable<Iterable<ReadLine>>,
  totalBytes: number,
): AsyncGenerator<LineBatch> {
  let items: LineItem[] = [];
  let lines = 0;
  for await (const piece of pieces) {
    for (const { line, bytes, items: found } of piece) {
      lines = line;
      for (const item of found) {
        items.push(item);
        if (items.length < batchItems) continue;
        yield { items, lines, bytes, totalBytes };
        items = [];
      }
    }
  }
  yield { items, lines, bytes: totalBytes, totalBytes };
}

async function* fromArray(lines: readonly string[]): AsyncGenerator<Iterable<ReadLine>> {
  let bytes = 0;
  yield lines.map((text, index) => {
    bytes += text.length + 1;
    return { line: index + 1, bytes, items: itemsOfLine(text, index + 1) };
  });
}

async function* fromText(file: string, signal: AbortSignal): AsyncGenerator<Iterable<ReadLine>> {
  let before = 0;
  for await (const { lines, bytes } of readLines(readText(file, signal))) {
    yield linesOf(lines, before, bytes);
    before += lines.length;
  }
}

function* linesOf(lines: readonly string[], before: number, bytes: number): Generator<ReadLine> {
  for (const [index, text] of lines.entries()) {
    const line = before + index + 1;
    yield { line, bytes, items: itemsOfLine(text, line) };
  }
}

async function* fromCsv(
  table: CsvFile,
  urlAt: number,
  carryAt: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<Iterable<ReadLine>> {
  for await (const { line, cells, bytes } of table.records(signal)) {
    const carried = carryAt.map((index) => cells[index] ?? '');
    yield [{ line, bytes, items: itemsOfRecord(cells[urlAt] ?? '', line, carried) }];
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    throw new TrawlError(
      'FILE_ERROR',
      `The list ${quoted(file, mostOfPath)} cannot be read. Check that the file is still there.`,
      {
        cause,
      },
    );
  }
}
