import { basename, join } from 'node:path';
import { copyList, isPipe } from '#engine/public-checks.ts';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { inTemporaryFolder } from './temporary-folder.ts';
import type { Terminal } from './terminal.ts';

/**
 * Copies a list from a pipe (`/dev/stdin`, a shell's `<(…)`, a named pipe) into a file for the duration of
 * `work`: a pipe can be read only once, and only by this process. Other lists are not copied.
 *
 * @throws TrawlError CANCELLED if an interrupt came before the end of the pipe
 */
export async function withListFile<T>(
  input: InputSource,
  dataDir: string,
  terminal: Terminal,
  work: (input: InputSource) => Promise<T>,
): Promise<T> {
  if (input.kind === 'lines' || !(await isPipe(input.file))) return work(input);
  const interrupts = terminal.interrupts();
  try {
    return await inTemporaryFolder(dataDir, async (folder) => {
      const file = join(folder, 'list');
      await copyUntilInterrupted(input.file, file, interrupts.stop);
      interrupts.end();
      return work({ ...input, file, name: input.name ?? basename(input.file) });
    });
  } finally {
    // Only now: a second signal must not end this process before the folder is removed.
    interrupts.end();
  }
}

async function copyUntilInterrupted(
  source: string,
  target: string,
  stop: AbortSignal,
): Promise<void> {
  try {
    await copyList(source, target, stop);
  } catch (error) {
    if (!stop.aborted) throw error;
    throw new TrawlError('CANCELLED', 'Stopped before the list was read to its end.');
  }
}
