import { chmodSync, closeSync, openSync } from 'node:fs';
import { storageError } from './storage-error.ts';

/**
 * Makes `file`, where it is missing, and leaves it to its owner alone: a run holds cookies, logins
 * and pages that were read with them. SQLite gives the files beside it the same rights. Windows has
 * no such bits; there the folder's rights hold.
 */
export function keepPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    throw storageError(error, file);
  }
}
