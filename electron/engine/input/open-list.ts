import { stat } from 'node:fs/promises';
import type {
  InputSource,
  ListGlance,
  ListNote,
  ListReading,
} from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { readText } from '../../files/read-text.ts';
import type { InputBatch, InputReader } from '../ports/input-reader.ts';
import { AccountKeeper } from './account-keeper.ts';
import { type Decided, decideReading, type ListStart, namesInWords } from './decide-reading.ts';
import type { LineItem } from './items-of-line.ts';
import { type RecordPiece, recordsOf, recordsOfLines } from './list-records.ts';

/** The number of items in a batch: one transaction of the import. */
const batchItems = 2000;
/** The maximum number of characters in a batch, for patterns in long lines. */
const batchChars = 4_000_000;
/** The part of a list that is examined before the way to read it is decided. */
const startChars = 1_048_576;
const startLines = 400;
const glanceRecords = 20;

export interface LineBatch extends InputBatch {
  readonly items: readonly LineItem[];
  /** The unread records so far, at most the first 1,000 of the list. */
  readonly notRead: readonly ListNote[];
}

export interface ListReader extends InputReader {
  batches(signal: AbortSignal): AsyncIterable<LineBatch>;
}

/**
 * Opens a list for reading. Reading it again begins at the start and returns the same items.
 *
 * @throws TrawlError BAD_INPUT for a file that does not exist, is no text or lacks a column; FILE_ERROR for
 * one that cannot be read
 */
export async function openList(source: InputSource): Promise<ListReader> {
  if (source.kind === 'lines') {
    const { lines, patterns = false } = source;
    const totalBytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
    const piece = { lines: lines.length, bytes: totalBytes };
    async function* pieces(): AsyncGenerator<RecordPiece> {
      yield { ...piece, records: recordsOfLines(lines, 0, patterns) };
    }
    return {
      reading: { kind: 'lines' },
      carried: [],
      batches: () => batchesOf(pieces(), totalBytes),
    };
  }
  const { decided, totalBytes } = await decide(source);
  const reading = readingOf(decided);
  if (decided.kind === 'table' && decided.reading.column === null) {
    throw new TrawlError(
      'BAD_INPUT',
      `No column of the list looks like URLs. ${namesInWords(decided.columns)} Name the one to take.`,
    );
  }
  const { file, patterns = false, isUtf8 = false } = source;
  return {
    reading,
    carried: reading.kind === 'table' ? reading.carry : [],
    batches: (signal) =>
      batchesOf(recordsOf(decided, readText(file, { signal, isUtf8 }), patterns), totalBytes),
  };
}

/** The way to read a list, and its first records: the basis of the questions to the person. */
export async function glanceAtList(source: InputSource): Promise<ListGlance> {
  if (source.kind === 'lines') return { reading: { kind: 'lines' }, columns: [], records: [] };
  const { decided } = await decide(source);
  const reading = readingOf(decided);
  if (decided.kind !== 'table') return { reading, columns: [], records: [] };
  const { columns, records } = decided;
  return { reading, columns, records: records.slice(0, glanceRecords) };
}

type ListFile = Extract<InputSource, { kind: 'file' }>;

async function decide(source: ListFile): Promise<{
  readonly decided: Decided;
  readonly totalBytes: number;
}> {
  return {
    decided: decideReading(await startOfList(source), source.options ?? {}),
    totalBytes: (await stat(source.file)).size,
  };
}

function readingOf(decided: Decided): ListReading {
  return decided.kind === 'table' ? decided.reading : decided;
}

/** The beginning of a list's file, as much as is examined to decide how to read it. */
export async function startOfList({ file, name = file, isUtf8 }: ListFile): Promise<ListStart> {
  let text = '';
  for await (const piece of readText(file, { isUtf8: isUtf8 === true })) {
    text += piece.text;
    const isEnough = text.length >= startChars || hasLines(text, startLines);
    if (isEnough) return { text, isWhole: false, name };
  }
  return { text, isWhole: true, name };
}

function hasLines(text: string, count: number): boolean {
  let found = 0;
  for (let at = text.indexOf('\n'); at >= 0 && found < count; at = text.indexOf('\n', at + 1)) {
    found += 1;
  }
  return found === count;
}

async function* batchesOf(
  pieces: AsyncIterable<RecordPiece>,
  totalBytes: number,
): AsyncGenerator<LineBatch> {
  const keeper = new AccountKeeper();
  let items: LineItem[] = [];
  let chars = 0;
  let lines = 0;
  const batch = (bytes: number): LineBatch => {
    const full = {
      items,
      account: keeper.account,
      ...keeper.takeNotes(),
      lines,
      bytes,
      totalBytes,
    };
    items = [];
    chars = 0;
    return full;
  };
  for await (const piece of pieces) {
    for (const record of piece.records) {
      let urls = 0;
      let problem: string | null = null;
      for (const item of record.content.items) {
        items.push(item);
        chars += item.text.length;
        if (item.url === null) problem ??= item.problem;
        else urls += 1;
        if (items.length < batchItems && chars < batchChars) continue;
        lines = record.line;
        yield batch(piece.bytes);
      }
      keeper.count(record, urls, problem);
    }
    lines = Math.max(lines, piece.lines);
  }
  yield batch(totalBytes);
}
