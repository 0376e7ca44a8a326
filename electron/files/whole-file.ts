import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { replaceFile } from './replace-file.ts';

/** A file that is being written. */
interface WholeFile {
  readonly handle: FileHandle;
  /** Writes it to the disk, and gives it its name. */
  finish(): Promise<void>;
  /** Removes the unfinished file; to be called after a `finish` that failed, too. */
  abandon(): Promise<void>;
}

/**
 * Opens a file that appears whole or not at all: it is written beside its place under a unique name, and
 * renamed when it is complete. The old file of that name stays until then. The new file has the mode and the
 * owner of the old one. A symbolic link stays, and the file that it leads to is replaced.
 *
 * @throws TrawlError FILE_ERROR if something other than a file has the name; an error of the system if the
 * old file, or the folder, cannot be written
 */
export async function openWholeFile(file: string): Promise<WholeFile> {
  const { path, old } = await placeOf(file);
  const part = join(dirname(path), `${partStart(path)}${randomBytes(8).toString('hex')}.part`);
  // Opened exclusively: a file or a link that was put there is neither written nor followed.
  const handle = await open(part, 'wx', old === null ? 0o666 : 0o600);
  const abandon = async (): Promise<void> => {
    await handle.close();
    await rm(part, { force: true });
  };
  try {
    if (old !== null) await takeOver(handle, old);
  } catch (error) {
    await abandon();
    throw error;
  }
  return {
    handle,
    async finish() {
      await handle.sync();
      await handle.close();
      await replaceFile(part, path);
    },
    abandon,
  };
}

/** Writes a file that appears whole or not at all; see `openWholeFile`. */
export async function writeWholeFile(file: string, content: string | Uint8Array): Promise<void> {
  const whole = await openWholeFile(file);
  try {
    await whole.handle.writeFile(content);
    await whole.finish();
  } catch (error) {
    await whole.abandon();
    throw error;
  }
}

/** Long enough for any writer to have finished: each write renews the file's time. */
const oldMs = 86_400_000;

/** Deletes leftovers beside `file` of writers that were killed. */
export async function sweepParts(file: string, nowMs: number): Promise<void> {
  const folder = dirname(file);
  const start = partStart(file);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start) || !/^[0-9a-f]{16}\.part$/.test(name.slice(start.length))) continue;
    const part = join(folder, name);
    const found = await lstat(part).catch(() => null);
    if (found?.isFile() && nowMs - found.mtimeMs > oldMs) await rm(part, { force: true });
  }
}

/** A file name may have 255 bytes, and a character has up to three for each unit of its string. */
const mostUnits = 70;

function partStart(file: string): string {
  return `.${basename(file).slice(0, mostUnits)}.`;
}

/** The path of the new file, and the old file there. */
async function placeOf(file: string): Promise<{ path: string; old: Stats | null }> {
  const name = basename(file);
  let path: string;
  try {
    path = await realpath(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if ((await lstat(file).catch(() => null)) === null) return { path: file, old: null };
    const message = `${name} is a symbolic link to a file that is not there. Delete the link, or choose another name.`;
    throw new TrawlError('FILE_ERROR', message, { cause: error });
  }
  const found = await stat(path);
  if (found.isDirectory()) {
    throw new TrawlError('FILE_ERROR', `${name} is a folder. Choose another name.`);
  }
  if (!found.isFile()) {
    throw new TrawlError('FILE_ERROR', `${name} is a pipe or a device. Choose another name.`);
  }
  // Renaming requires only the right to write to the folder; a file that may not be written must stay.
  const handle = await open(path, constants.O_RDWR | (constants.O_NONBLOCK ?? 0));
  try {
    return { path, old: await handle.stat() };
  } finally {
    await handle.close();
  }
}

/** Gives a new file the mode and the owner of the old one. */
async function takeOver(handle: FileHandle, old: Stats): Promise<void> {
  const now = await handle.stat();
  if (now.uid !== old.uid || now.gid !== old.gid) {
    // Only root may give a file away; another person's file that may be written becomes the user's own.
    await handle.chown(old.uid, old.gid).catch(() => undefined);
  }
  if ((now.mode & 0o777) !== (old.mode & 0o777)) await handle.chmod(old.mode & 0o777);
}
