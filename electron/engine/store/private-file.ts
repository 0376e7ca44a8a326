import { chmodSync, closeSync, openSync } from 'node:fs';
import { storageError } from './storage-error.ts';

/**
 * Creates `file` if it is missing, and restricts it to its owner: a run contains cookies, logins and pages
 * that were read with them. SQLite gives the files beside it the same rights. Windows has no such bits;
 * there the rights of the folder apply.
 */
export function keepPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    throw storageError(error, file);
  }
}
