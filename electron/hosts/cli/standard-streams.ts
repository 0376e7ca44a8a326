import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isatty } from 'node:tty';
import { TrawlError } from '#shared/errors/trawl-error.ts';

export type Printed = string | AsyncIterable<string | Uint8Array>;

/**
 * Writes to standard output, or to a pipe or device that has a `name`, and ends that; resolves when all of it
 * is written or the reader has gone, as behind `head` or on a terminal that was closed.
 *
 * @throws TrawlError DISK_FULL, FILE_ERROR, and CANCELLED by `signal`
 */
export async function print(
  stream: Writable,
  content: Printed,
  signal?: AbortSignal,
  name: string | null = null,
): Promise<void> {
  const shown = name ?? 'Standard output';
  try {
    const source = typeof content === 'string' ? [content] : content;
    await pipeline(source, stream, { end: name !== null, ...(signal && { signal }) });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    const isTerminal = 'isTTY' in stream && stream.isTTY === true;
    if (code === 'EPIPE' || (code === 'EIO' && isTerminal)) return;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      const message = `${shown} cannot be written: the disk is full.`;
      throw new TrawlError('DISK_FULL', message, { cause });
    }
    if (code === 'ABORT_ERR') throw new TrawlError('CANCELLED', `${shown} was cut off.`);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TrawlError('FILE_ERROR', `${shown} cannot be written: ${reason}.`, { cause });
  }
}

/**
 * Lets the process outlive its standard streams: a full disk, a reader that has gone, a terminal that was
 * closed. Standard error is for progress and messages, and the work continues without it; errors of standard
 * output are reported by `print`.
 */
export function bearLostStreams(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('exit', letGoOfLostTerminals);
}

const terminals = [0, 1, 2].filter((fd) => isatty(fd));

/**
 * To be called before the process ends: Node up to 20 aborts if it cannot restore the old settings of a
 * terminal that was closed, but ignores a descriptor that leads elsewhere by then. Electron's `process.exit`
 * calls no listener, so its host calls this function.
 */
export function letGoOfLostTerminals(): void {
  for (const fd of terminals) {
    if (isatty(fd)) continue;
    closeSync(fd);
    // The new descriptor gets the lowest free number: the same one.
    openSync(devNull, 'r+');
  }
}
