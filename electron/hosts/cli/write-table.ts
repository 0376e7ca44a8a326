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

/** The contents of pages must not control the terminal that shows them. */
async function* harmlessToTerminals(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield plainTable(piece);
}

/** The place and the format of a table. */
export interface TableOutput {
  readonly out: WayOut;
  readonly options: TableWords['options'];
  readonly quiet: boolean;
  /** Trawl's own folder, used if there is none for temporary files. */
  readonly dataDir: string;
}

/**
 * Writes the table of a run.
 *
 * @param cancel cancels the export; the part of a file that was written by then is removed
 * @throws TrawlError CANCELLED; DISK_FULL, READ_ONLY or FILE_ERROR if it cannot be written
 */
export async function writeTable(
  engine: EngineApi,
  terminal: Terminal,
  runId: string,
  { out, options, quiet, dataDir }: TableOutput,
  cancel: AbortSignal,
): Promise<void> {
  // An export that is finished by then needs no cancelling.
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

/** The engine writes files, whole or not at all; a pipe or device receives the finished file. */
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
