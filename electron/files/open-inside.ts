import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, posix, relative, resolve, sep, win32 } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';

export interface OpenFile {
  readonly handle: FileHandle;
  /** Its path without any symbolic link. */
  readonly path: string;
}

/**
 * Opens a file for reading, where it is a regular one that lies in `folder` or below, with every
 * symbolic link followed. The file that was opened is judged, and not what its name led to a moment
 * before: a link that is swapped in between gains nothing.
 *
 * @param name relative to `folder`
 * @throws TrawlError BAD_INPUT, its message to stand behind the name: "lies outside the folder …";
 * an error of the system where the file cannot be opened
 */
export async function openInside(folder: string, name: string): Promise<OpenFile> {
  // By its form at first. Windows reaches for another computer as soon as it is asked about
  // \\server\share, and logs in there; a job means the same on every system.
  const path = resolve(folder, name);
  const absolute = posix.isAbsolute(name) || win32.isAbsolute(name) || /^[a-z]:/i.test(name);
  if (absolute || !liesIn(folder, path)) throw outside(folder);
  const whole = await realpath(folder);
  // Before anything is opened: opening a device can have effects of its own.
  if (!liesIn(whole, await realpath(path))) throw outside(folder);
  mustBeFile(await stat(path));
  // A pipe that took the place of the file meanwhile must not hold the opening up.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const opened = await handle.stat({ bigint: true });
    mustBeFile(opened);
    const real = await realpath(path);
    if (!liesIn(whole, real)) throw outside(folder);
    const there = await stat(real, { bigint: true });
    if (there.dev !== opened.dev || there.ino !== opened.ino) {
      throw new TrawlError('BAD_INPUT', 'was changed while it was being opened');
    }
    return { handle, path: real };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function liesIn(folder: string, path: string): boolean {
  const way = relative(folder, path);
  // On Windows the way to another drive is absolute.
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(folder: string): TrawlError {
  return new TrawlError('BAD_INPUT', `lies outside the folder ${folder}`);
}

function mustBeFile(found: { isFile(): boolean }): void {
  if (!found.isFile()) throw new TrawlError('BAD_INPUT', 'is not a file');
}
