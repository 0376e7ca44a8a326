import type { TextPiece } from '../../files/read-text.ts';
import type { Decided, DecidedTable } from './decide-reading.ts';
import { FeedParser } from './feed-parser.ts';
import {
  contentNotRead,
  contentOfCell,
  contentOfLine,
  contentWithout,
  type RecordContent,
} from './items-of-line.ts';
import { readLines } from './read-lines.ts';
import { isBlankRecord, isCommentRecord } from './sample-table.ts';
import { TableParser, type TableRecord } from './table-parser.ts';

/** One record of a list: a line of text, a record of a table, or an entry of a feed. */
export interface ListRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** Its text, for a note. */
  readonly text: string;
  readonly content: RecordContent;
}

/** The records from one piece of the file. */
export interface RecordPiece {
  readonly records: Iterable<ListRecord>;
  /** The lines of the file read so far. */
  readonly lines: number;
  readonly bytes: number;
}

/** Records are yielded in pieces: an await for each would cost more than reading it. */
export function recordsOf(
  decided: Decided,
  pieces: AsyncIterable<TextPiece>,
  expands: boolean,
): AsyncGenerator<RecordPiece> {
  switch (decided.kind) {
    case 'lines':
      return ofLines(pieces, expands);
    case 'feed':
      return ofFeed(pieces);
    case 'table':
      return ofTable(decided, pieces, expands);
  }
}

/** The records of lines that are in memory. A line break inside one becomes a blank: it remains one line. */
export function* recordsOfLines(
  lines: readonly string[],
  before: number,
  expands: boolean,
): Generator<ListRecord> {
  for (const [index, text] of lines.entries()) {
    const line = before + index + 1;
    yield { line, text, content: contentOfLine(text, { line, carried: [] }, expands) };
  }
}

async function* ofLines(
  pieces: AsyncIterable<TextPiece>,
  expands: boolean,
): AsyncGenerator<RecordPiece> {
  let before = 0;
  for await (const { lines, bytes } of readLines(pieces)) {
    yield { records: recordsOfLines(lines, before, expands), lines: before + lines.length, bytes };
    before += lines.length;
  }
}

async function* ofFeed(pieces: AsyncIterable<TextPiece>): AsyncGenerator<RecordPiece> {
  const parser = new FeedParser();
  const records = function* (entries: ReturnType<FeedParser['push']>): Generator<ListRecord> {
    for (const { line, address } of entries) {
      const place = { line, carried: [] };
      const content =
        address === null
          ? contentNotRead('', place, 'this entry has no address')
          : contentOfCell(address, place, false);
      yield { line, text: address ?? '', content };
    }
  };
  let bytes = 0;
  for await (const piece of pieces) {
    bytes = piece.bytes;
    const entries = parser.push(piece.text);
    yield { records: records(entries), lines: entries.at(-1)?.line ?? 0, bytes };
  }
  yield { records: records(parser.end()), lines: 0, bytes };
}

async function* ofTable(
  table: DecidedTable,
  pieces: AsyncIterable<TextPiece>,
  expands: boolean,
): AsyncGenerator<RecordPiece> {
  const { delimiter } = table.reading;
  const parser = new TableParser(delimiter);
  const reader = new TableRecords(table, expands);
  let bytes = 0;
  let lines = 0;
  for await (const piece of pieces) {
    bytes = piece.bytes;
    const records = parser.push(piece.text);
    lines = records.at(-1)?.lastLine ?? lines;
    yield { records: reader.read(records), lines, bytes };
  }
  const last = parser.end();
  yield { records: reader.read(last), lines: last.at(-1)?.lastLine ?? lines, bytes };
}

/** The content of the records of one table. */
class TableRecords {
  readonly #expands: boolean;
  readonly #width: number;
  readonly #urlAt: number;
  readonly #carryAt: readonly number[];
  #sepLineAhead: boolean;
  #headerAhead: boolean;

  constructor({ reading, columns, hasSepLine }: DecidedTable, expands: boolean) {
    const at = new Map(columns.map((name, index) => [name, index]));
    this.#expands = expands;
    this.#width = columns.length;
    this.#urlAt = at.get(reading.column ?? '') ?? 0;
    this.#carryAt = reading.carry.map((name) => at.get(name) ?? -1);
    this.#sepLineAhead = hasSepLine;
    this.#headerAhead = reading.header;
  }

  *read(records: readonly TableRecord[]): Generator<ListRecord> {
    for (const record of records) {
      const text = this.#textOf(record);
      yield { line: record.line, text, content: this.#contentOf(record, text) };
    }
  }

  #textOf({ cells }: TableRecord): string {
    const cell = cells[this.#urlAt] ?? '';
    return cell === '' ? cells.slice(0, 10).join(' ') : cell;
  }

  #contentOf({ line, lastLine, cells, flaw }: TableRecord, text: string): RecordContent {
    if (this.#sepLineAhead) {
      this.#sepLineAhead = false;
      return contentWithout('header');
    }
    if (isBlankRecord(cells) && flaw === null) return contentWithout('blank');
    if (isCommentRecord(cells) && flaw === null) return contentWithout('comment');
    const carried = this.#carryAt.map((at) => cells[at] ?? '');
    const place = { line, carried };
    if (flaw === 'too-long' || (flaw === 'unclosed' && lastLine > line)) {
      this.#headerAhead = false;
      const begin = { line, carried: carried.map(() => '') };
      return contentNotRead(text, begin, flaws[flaw](line, lastLine));
    }
    if (this.#headerAhead) {
      this.#headerAhead = false;
      return contentWithout('header');
    }
    const content = contentOfCell(cells[this.#urlAt] ?? '', place, this.#expands);
    if (flaw === 'stray') return { ...content, note: flaws.stray(line, lastLine) };
    const isWider = cells.length > this.#width && !isBlankRecord(cells.slice(this.#width));
    return isWider && content.note === null ? { ...content, note: tooWide } : content;
  }
}

const tooWide = 'the record has more cells than the table has columns; those are not used';

const flaws = {
  unclosed: (line: number, lastLine: number) =>
    `a quotation mark that opens in this record is never closed: lines ${line} to ${lastLine} are one cell`,
  'too-long': (line: number, lastLine: number) =>
    `the record is too long, over lines ${line} to ${lastLine}: a quotation mark in it may be closed nowhere`,
  stray: (line: number, lastLine: number) =>
    `a quotation mark inside a cell has joined lines ${line} to ${lastLine} into one record`,
};
