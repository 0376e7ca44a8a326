import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import { formatQuantity } from '#shared/format.ts';
import { plainTable } from '#shared/plain-text.ts';
import type { TableWords } from './table-words.ts';
import type { Terminal } from './terminal.ts';

/** What pages hold must not act on the terminal that shows it. */
async function* harmlessToTerminals(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield plainTable(piece);
}

/** The table of a run into `out`, or to standard output. */
export async function writeTable(
  engine: EngineApi,
  terminal: Terminal,
  runId: string,
  { out, options, quiet }: TableWords & { readonly quiet: boolean },
): Promise<void> {
  const write = (file: string) =>
    engine.call('export.start', { exportId: 'cli', runId, file, options });
  if (out !== null) {
    const { rows } = await write(out);
    if (!quiet) terminal.say(`${formatQuantity(rows, 'row')} written to ${out}`);
    return;
  }
  // The engine writes files, whole or not at all; standard output gets the finished one.
  const folder = await mkdtemp(join(tmpdir(), 'trawl-'));
  try {
    const file = join(folder, 'table.csv');
    await write(file);
    const table = createReadStream(file, 'utf8');
    if (terminal.stdoutIsTerminal) {
      await pipeline(table, harmlessToTerminals, terminal.stdout, { end: false });
    } else await pipeline(table, terminal.stdout, { end: false });
  } catch (error) {
    // Whoever reads has seen enough, such as `head`.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
