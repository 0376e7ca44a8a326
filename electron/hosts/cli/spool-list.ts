import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { copyList, isPipe } from '#engine/public-checks.ts';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { Terminal } from './terminal.ts';

/**
 * Copies a list from a pipe (`/dev/stdin`, a shell's `<(…)`, a named pipe) into a file for the duration of
 * `work`: a pipe can be read only once, and only by this process. Other lists are not copied.
 *
 * @throws TrawlError CANCELLED if an interrupt came before the end of the pipe
 */
export async function withListFile<T>(
  input: InputSource,
  terminal: Terminal,
  work: (input: InputSource) => Promise<T>,
): Promise<T> {
  if (input.kind === 'lines' || !(await isPipe(input.file))) return work(input);
  const interrupts = terminal.interrupts();
  try {
    return await inListFolder(async (folder) => {
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

async function inListFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'trawl-list-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
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
