import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatQuantity } from '#shared/format.ts';
import { plainTable } from '#shared/plain-text.ts';
import { print } from './standard-streams.ts';
import type { TableWords } from './table-words.ts';
import type { Terminal } from './terminal.ts';

const exportId = 'cli';

/** What pages hold must not act on the terminal that shows it. */
async function* harmlessToTerminals(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield plainTable(piece);
}

/**
 * The table of a run into `out`, or to standard output.
 *
 * @param cancel gives the table up; what is written of a file by then is removed
 * @throws TrawlError CANCELLED; DISK_FULL, READ_ONLY or FILE_ERROR where it cannot be written
 */
export async function writeTable(
  engine: EngineApi,
  terminal: Terminal,
  runId: string,
  { out, options, quiet }: TableWords & { readonly quiet: boolean },
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
    if (out === null) await throughFile(write, terminal, cancel);
    else {
      const { rows } = await write(out);
      if (!quiet) terminal.say(`${formatQuantity(rows, 'row')} written to ${out}`);
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

/** The engine writes files, whole or not at all; standard output gets the finished one. */
async function throughFile(
  write: (file: string) => Promise<unknown>,
  terminal: Terminal,
  cancel: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trawl-'));
  try {
    const file = join(folder, 'table.csv');
    await write(file);
    const table = terminal.stdoutIsTerminal
      ? harmlessToTerminals(createReadStream(file, 'utf8'))
      : createReadStream(file);
    await print(terminal.stdout, table, cancel);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
