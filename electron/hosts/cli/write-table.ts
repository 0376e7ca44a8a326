import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatQuantity } from '#shared/format.ts';
import { mostOfPath, plainTable, plainText } from '#shared/plain-text.ts';
import { longCellsSentence } from '#shared/values/long-cells.ts';
import type { TableWords } from './table-words.ts';
import { inTemporaryFolder } from './temporary-folder.ts';
import type { Terminal } from './terminal.ts';
import type { WayOut } from './way-out.ts';
import { writeThrough } from './write-through.ts';

const exportId = 'cli';

/** What pages hold must not act on the terminal that shows it. */
async function* harmlessToTerminals(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield plainTable(piece);
}

/** Where and how a table is written. */
export interface TableOutput {
  readonly out: WayOut;
  readonly options: TableWords['options'];
  readonly quiet: boolean;
  /** Trawl's own folder, for want of one for temporary files. */
  readonly dataDir: string;
}

/**
 * The table of a run.
 *
 * @param cancel gives the table up; what is written of a file by then is removed
 * @throws TrawlError CANCELLED; DISK_FULL, READ_ONLY or FILE_ERROR where it cannot be written
 */
export async function writeTable(
  engine: EngineApi,
  terminal: Terminal,
  runId: string,
  { out, options, quiet, dataDir }: TableOutput,
  cancel: AbortSignal,
): Promise<void> {
  // One that is over by then needs no cancelling.
  const giveUp = (): void => void engine.call('export.cancel', { exportId }).catch(() => undefined);
  const write = (file: string) => {
    cancel.throwIfAborted();
    return engine.call('export.start', { exportId, runId, file, options });
  };
  cancel.addEventListener('abort', giveUp);
  try {
    const { rows, longCells } =
      out.kind === 'file'
        ? await write(out.file)
        : await inTemporaryFolder(dataDir, (folder) =>
            throughFile(join(folder, 'table.csv'), write, out, terminal, cancel),
          );
    if (!quiet && out.kind !== 'standard-output') {
      const where = plainText(out.file, mostOfPath);
      terminal.say(`${formatQuantity(rows, 'row')} written to ${where}`);
      const note = longCellsSentence(longCells);
      if (note !== null) terminal.say(note);
    }
  } catch (error) {
    if (!cancel.aborted) throw error;
    throw new TrawlError(
      'CANCELLED',
      `No table was written. The run is kept: "trawl export ${runId}" writes it.`,
    );
  } finally {
    cancel.removeEventListener('abort', giveUp);
  }
}

/** The engine writes files, whole or not at all; what is no file gets the finished one. */
async function throughFile<T>(
  file: string,
  write: (file: string) => Promise<T>,
  out: Exclude<WayOut, { kind: 'file' }>,
  terminal: Terminal,
  cancel: AbortSignal,
): Promise<T> {
  const written = await write(file);
  const table = (toTerminal: boolean) =>
    toTerminal ? harmlessToTerminals(createReadStream(file, 'utf8')) : createReadStream(file);
  await writeThrough(out, terminal, table, cancel);
  return written;
}
