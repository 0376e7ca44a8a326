import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ExportOptions } from '#shared/engine-protocol/export.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import { openRunForReading } from '../store/open-for-reading.ts';
import { readMeta } from '../store/run-meta.ts';
import { readColumns } from '../store/schema.ts';
import type { Sqlite } from '../store/sqlite.ts';
import { runTable } from '../table/run-table.ts';
import type { Table, TableRow } from '../table/table.ts';
import { createWriter } from './create-writer.ts';
import { type FileTarget, openFileTarget } from './file-target.ts';
import type { TableWriter } from './table-writer.ts';

/** The progress of an export; in requests, since the rows are not known before they are read. */
export interface ExportCount {
  readonly written: number;
  readonly total: number;
  readonly rows: number;
  readonly bytes: number;
  /** Cells that are longer than Excel takes. */
  readonly longCells: number;
}

interface ExportJob {
  readonly runFile: string;
  /** The path of the file. */
  readonly to: string;
  readonly options: ExportOptions;
  /** Called a few times a second at most, and once at the end. */
  readonly onProgress?: (count: ExportCount) => void;
  readonly signal?: AbortSignal;
}

/**
 * Writes the table of a run to a file. Memory use does not depend on the size of the run, and no read of the run's file lasts
 * long, so that a live run can continue meanwhile.
 *
 * @throws TrawlError CANCELLED by `signal`; BAD_INPUT, DISK_FULL, READ_ONLY, FILE_ERROR. Nothing is left behind
 * then, and a file that had the name before is untouched.
 */
export async function exportRun(job: ExportJob): Promise<ExportCount> {
  const db = openRunForReading(job.runFile);
  try {
    await mustBeNoRun(job);
    const target = await openFileTarget(job.to);
    try {
      const table = tableOf(db, job.options);
      const writer = createWriter(table.columns, job.options.format);
      const count = await writeTable(table, writer, target, job);
      await target.finish();
      job.onProgress?.(count);
      return count;
    } catch (error) {
      await target.abandon();
      throw error;
    }
  } finally {
    db.close();
  }
}

/** A table written over a run's file would delete its own source. */
async function mustBeNoRun({ runFile, to }: ExportJob): Promise<void> {
  // Compares real paths; a file or a folder that does not exist is no run.
  const real = (path: string) => realpath(path).catch(() => path);
  const place = await real(to);
  if (!/\.sqlite\b/.test(basename(place))) return;
  if ((await real(dirname(place))) !== (await real(dirname(runFile)))) return;
  throw new TrawlError(
    'BAD_INPUT',
    `${basename(to)} lies in the folder where Trawl keeps its runs, and would take the place of one. Choose another file.`,
  );
}

function tableOf(db: Sqlite, { include }: ExportOptions): Table {
  const { keepDuplicates } = resolveOptions(readMeta(db).rules.options);
  return runTable(db, readColumns(db), { include, keepDuplicates });
}

const progressEveryMs = 200;

async function writeTable(
  table: Table,
  writer: TableWriter,
  target: FileTarget,
  { onProgress, signal }: ExportJob,
): Promise<ExportCount> {
  const count = { written: 0, total: table.places, rows: 0, bytes: 0, longCells: 0 };
  if (writer.head !== '') count.bytes += await target.write(writer.head);
  let toldAt = Date.now();
  let step = firstStep;
  while (count.written < count.total) {
    if (signal?.aborted) throw new TrawlError('CANCELLED', 'The export was cancelled.');
    const upTo = Math.min(count.written + step, count.total);
    const rows = table.read(count.written, upTo);
    const text = writer.rows(rows);
    if (text !== '') count.bytes += await target.write(text);
    count.rows += rows.length;
    count.longCells += longCellsIn(rows, writer.mostCellCharacters);
    count.written = upTo;
    step = nextStep(step, text.length);
    if (Date.now() - toldAt >= progressEveryMs) {
      toldAt = Date.now();
      onProgress?.({ ...count });
    }
  }
  return count;
}

function longCellsIn(rows: readonly TableRow[], most: number | null): number {
  if (most === null) return 0;
  let found = 0;
  for (const cells of rows) {
    for (const cell of cells) {
      if (typeof cell === 'string' && cell.length > most) found += 1;
    }
  }
  return found;
}

const firstStep = 16;

/** Requests to read at once: about a megabyte, whether many small rows or one large page. */
function nextStep(step: number, characters: number): number {
  if (characters > 2_000_000) return Math.max(1, step >> 2);
  return characters < 500_000 ? Math.min(4096, step * 2) : step;
}
