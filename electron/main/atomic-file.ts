import { open, rename, rm } from 'node:fs/promises';

let lastNumber = 0;

/**
 * Writes beside, then renames: whoever reads `file`, and whatever dies in between, finds the old
 * content or the new content and never a part.
 */
export async function writeFileAtomically(
  file: string,
  content: string | Uint8Array,
): Promise<void> {
  lastNumber += 1;
  const beside = `${file}.${process.pid}-${lastNumber}.part`;
  try {
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replaceFile(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

const renameTries = 6;

/**
 * Puts `beside` in the place of `file`. On Windows a virus scanner or an indexer may hold the old
 * file for a moment, hence a few tries.
 */
export async function replaceFile(beside: string, file: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await rename(beside, file);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const held = code === 'EPERM' || code === 'EACCES' || code === 'EBUSY';
      if (!held || process.platform !== 'win32' || tries === renameTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** tries));
    }
  }
}
