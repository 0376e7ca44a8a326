import { constants, createReadStream, createWriteStream, open } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { mostOfPath, quoted } from '#shared/plain-text.ts';
import { readTrouble } from '../../files/read-text.ts';

/** Whether a list comes from a pipe: it can be read only once, and perhaps only in this process. */
export async function isPipe(file: string): Promise<boolean> {
  try {
    const found = await stat(file);
    return !found.isFile() && !found.isDirectory();
  } catch (error) {
    throw readTrouble(error, file);
  }
}

/**
 * Copies a list, from any source: a file, a named pipe, `/dev/stdin` or the pipe of a shell's `<(…)`. A pipe
 * is read to its end without a thread that waits in it, so that a process can end at any time.
 *
 * @throws TrawlError BAD_INPUT if there is none
 */
export async function copyList(
  source: string,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  if (!(await isPipe(source))) {
    if ((await stat(source)).isDirectory()) {
      throw new TrawlError('BAD_INPUT', `The list ${quoted(source, mostOfPath)} is a folder.`);
    }
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    return;
  }
  const into = createWriteStream(target, { mode: 0o600 });
  await pipeline(await openPipe(source), into, signal === undefined ? {} : { signal });
}

const openDescriptor = promisify(open);

/** An open descriptor of this process, by the names that operating systems give it. */
const descriptor = /^\/(?:dev\/fd|proc\/self\/fd)\/(\d{1,6})$/;

async function openPipe(source: string): Promise<Readable> {
  const number = source === '/dev/stdin' ? '0' : descriptor.exec(source)?.[1];
  const found = await stat(source);
  if (!found.isFIFO() && !found.isSocket()) return createReadStream(source);
  if (number !== undefined) return new Socket({ fd: Number(number), writable: false });
  // Opens without waiting for the program that writes into the pipe.
  // A bare descriptor, which the socket closes: a `FileHandle` would be closed by the garbage collector too.
  const fd = await openDescriptor(source, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, writable: false });
}
