import { closeSync, constants, createWriteStream, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { mostOfPath, plainText } from '#shared/plain-text.ts';
import { fileReason } from '../../files/file-reason.ts';
import { type Printed, print } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';
import type { WayOut } from './way-out.ts';

/**
 * Writes to standard output, a pipe or a device, at the pace of its reader; resolves when all is written or
 * the reader has gone. A pipe is waited for until a program reads it.
 *
 * @param content makes the text, for a terminal or for anything else
 * @throws TrawlError DISK_FULL, FILE_ERROR, and CANCELLED by `signal`
 */
export async function writeThrough(
  out: Exclude<WayOut, { kind: 'file' }>,
  terminal: Terminal,
  content: (toTerminal: boolean) => Printed,
  signal: AbortSignal,
): Promise<void> {
  if (out.kind === 'standard-output') {
    return print(terminal.stdout, content(terminal.stdoutIsTerminal), signal);
  }
  const name = plainText(out.file, mostOfPath);
  try {
    const fd = await openWriting(out.file, signal, () =>
      terminal.say(`Waiting for a program to read ${name}.`),
    );
    await print(streamOf(fd, out.isPipe), content(isatty(fd)), signal, name);
  } catch (cause) {
    if (cause instanceof TrawlError || signal.aborted) throw cause;
    const message = `${name} cannot be written: ${fileReason(cause)}.`;
    throw new TrawlError('FILE_ERROR', message, { cause });
  }
}

const lookAgainMs = 100;

/**
 * Opens without waiting in the system for a program that reads the pipe: a thread that waits there could not
 * be ended. A file that has contents already, such as a log, keeps them.
 *
 * @param onWait called once if no program reads the pipe yet
 */
async function openWriting(file: string, signal: AbortSignal, onWait: () => void): Promise<number> {
  const { O_WRONLY, O_APPEND, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants;
  for (let waited = false; ; waited = true) {
    try {
      return openSync(file, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      if (!waited) onWait();
      await sleep(lookAgainMs, undefined, { signal });
    }
  }
}

function streamOf(fd: number, isPipe: boolean): Writable {
  if (!isPipe) return createWriteStream('', { fd });
  try {
    return new Socket({ fd, readable: false });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
