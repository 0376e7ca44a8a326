import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, posix, relative, resolve, sep, win32 } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';

export interface OpenFile {
  readonly handle: FileHandle;
  /** The path of the file without any symbolic link. */
  readonly path: string;
}

/**
 * Opens a file for reading if it is a regular one in `folder` or below, after following every symbolic link.
 * The opened file itself is checked, and not the file that its name led to a moment before: a link that is
 * swapped in between gains nothing.
 *
 * @param name relative to `folder`
 * @throws TrawlError BAD_INPUT, its message to be put behind the name: "lies outside the folder …"; an error
 * of the system if the file cannot be opened
 */
export async function openInside(folder: string, name: string): Promise<OpenFile> {
  // First checked by its form. Windows contacts another computer, and logs in there, as soon as
  // \\server\share is accessed; and a job must mean the same on every system.
  const path = resolve(folder, name);
  const absolute = posix.isAbsolute(name) || win32.isAbsolute(name) || /^[a-z]:/i.test(name);
  if (absolute || !liesIn(folder, path)) throw outside(folder);
  const whole = await realpath(folder);
  // Checked before anything is opened: opening a device can have effects.
  if (!liesIn(whole, await realpath(path))) throw outside(folder);
  mustBeFile(await stat(path));
  // If a pipe has taken the place of the file meanwhile, opening it must not block.
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
  // On Windows the relative path to another drive is absolute.
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(folder: string): TrawlError {
  return new TrawlError('BAD_INPUT', `lies outside the folder ${folder}`);
}

function mustBeFile(found: { isFile(): boolean }): void {
  if (!found.isFile()) throw new TrawlError('BAD_INPUT', 'is not a file');
}
