import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isatty } from 'node:tty';
import { TrawlError } from '#shared/errors/trawl-error.ts';

/**
 * Writes to standard output, and resolves when all of it is written or nobody reads any more, as
 * behind `head` or on a terminal that was closed.
 *
 * @throws TrawlError DISK_FULL or FILE_ERROR
 */
export async function print(
  stdout: Writable,
  content: string | AsyncIterable<string | Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const source = typeof content === 'string' ? [content] : content;
    await pipeline(source, stdout, { end: false, ...(signal && { signal }) });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    const isTerminal = 'isTTY' in stdout && stdout.isTTY === true;
    if (code === 'EPIPE' || (code === 'EIO' && isTerminal)) return;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new TrawlError('DISK_FULL', 'Standard output cannot be written: the disk is full.', {
        cause,
      });
    }
    if (code === 'ABORT_ERR') throw new TrawlError('CANCELLED', 'Standard output was cut off.');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TrawlError('FILE_ERROR', `Standard output cannot be written: ${reason}.`, { cause });
  }
}

/**
 * Lets the process outlive its standard streams: a full disk, a reader that has gone, a terminal that
 * was closed. Standard error is for progress and sentences, without which the work goes on; what
 * standard output does not take, `print` reports.
 */
export function bearLostStreams(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('exit', letGoOfLostTerminals);
}

const terminals = [0, 1, 2].filter((fd) => isatty(fd));

/**
 * Before the process ends: Node up to 20 aborts where it cannot give a terminal that was closed its
 * old settings back, and leaves a descriptor alone that leads elsewhere by then. Electron's
 * `process.exit` calls no listener, so that its host calls this.
 */
export function letGoOfLostTerminals(): void {
  for (const fd of terminals) {
    if (isatty(fd)) continue;
    closeSync(fd);
    // Gets the lowest number that is free: the same.
    openSync(devNull, 'r+');
  }
}
