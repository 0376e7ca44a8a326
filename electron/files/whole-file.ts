import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { replaceFile } from './replace-file.ts';

/** A file on its way. */
interface WholeFile {
  readonly handle: FileHandle;
  /** Brings it to the disk, and gives it its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind; after a `finish` that failed, too. */
  abandon(): Promise<void>;
}

/**
 * Opens a file that is there whole or not at all: it is written beside under a name that nothing
 * else has, and renamed when it is whole. What stood under its name stays until then. The new file
 * has the mode and the owner of the old one. A symbolic link stays, and the file that it leads to is
 * replaced.
 *
 * @throws TrawlError FILE_ERROR where something other than a file has the name; an error of the
 * system where the old file, or the folder, cannot be written
 */
export async function openWholeFile(file: string): Promise<WholeFile> {
  const { path, old } = await placeOf(file);
  const part = join(dirname(path), `${partStart(path)}${randomBytes(8).toString('hex')}.part`);
  // Exclusively: a file or a link that was put there is neither written nor followed.
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

/** Writes a file that is there whole or not at all; see `openWholeFile`. */
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

/** Long enough for any writer to have come to its end: each write makes a file young again. */
const oldMs = 86_400_000;

/** Deletes what writers of `file` that were killed have left beside it. */
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

/** A file system takes 255 bytes, and a character has up to three for each unit of its string. */
const mostUnits = 70;

function partStart(file: string): string {
  return `.${basename(file).slice(0, mostUnits)}.`;
}

/** Where the file is to be, and what is there now. */
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
  // Renaming asks for the right to write the folder alone; a file that may not be written has to stay.
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
    // Only root may give a file away; a file of another person's that one may write becomes one's own.
    await handle.chown(old.uid, old.gid).catch(() => undefined);
  }
  if ((now.mode & 0o777) !== (old.mode & 0o777)) await handle.chmod(old.mode & 0o777);
}
