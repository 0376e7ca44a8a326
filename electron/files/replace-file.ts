import { rename } from 'node:fs/promises';

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
