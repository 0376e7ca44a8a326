import { accessSync, constants } from 'node:fs';
import { basename, dirname } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';

/**
 * An error of SQLite or of the file system as a sentence for the person; any other error, such as a defect
 * in the SQL, is returned unchanged.
 */
export function storageError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof TrawlError) return error;
  const name = basename(file);
  const as = (code: 'DISK_FULL' | 'READ_ONLY' | 'FILE_ERROR' | 'BUSY', message: string) =>
    new TrawlError(code, message, { cause: error, retryable: code !== 'FILE_ERROR' });
  switch (kindOf(error, file)) {
    case 'full':
      return as('DISK_FULL', `The disk is full. Make room on it, then go on (${name}).`);
    case 'read-only':
      return as(
        'READ_ONLY',
        `${name} cannot be written. Close it in other programs, or allow writing to its folder.`,
      );
    case 'busy':
      return as(
        'BUSY',
        `${name} is in use by another program. Close that program, then try again.`,
      );
    case 'damaged':
      return as('FILE_ERROR', `${name} is damaged or is not a run of Trawl.`);
    case 'missing':
      return as('FILE_ERROR', `${name} or its folder is not there any more.`);
    case 'long':
      return as('FILE_ERROR', `The name ${name.slice(0, 40)}… is too long. Choose a shorter one.`);
    case 'round':
      return as('FILE_ERROR', `${name} is a symbolic link that leads back to itself.`);
    case 'folder':
      return as('FILE_ERROR', `${name} is a folder. Choose another name.`);
    case 'io':
      return as('FILE_ERROR', `${name} could not be read or written: ${error.message}.`);
    case 'other':
      return error;
  }
}

type Kind =
  | 'full'
  | 'read-only'
  | 'busy'
  | 'damaged'
  | 'missing'
  | 'long'
  | 'round'
  | 'folder'
  | 'io'
  | 'other';

/** The codes of SQLite (sqlite.org/rescode.html) and of the operating system (errno). */
function kindOf(error: Error, file: string): Kind {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  if (
    code.startsWith('SQLITE_READONLY') ||
    ['EACCES', 'EPERM', 'EROFS', 'ETXTBSY'].includes(code)
  ) {
    return 'read-only';
  }
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED' || code === 'EBUSY') return 'busy';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'damaged';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'ENAMETOOLONG') return 'long';
  if (code === 'ELOOP') return 'round';
  if (code === 'EISDIR') return 'folder';
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || code === 'EIO') {
    return 'io';
  }
  // The binding reports a failed opening without a code, only with the number of SQLite at its end.
  return /^ConnectionFailed\b/.test(error.message.trim()) ? kindOfFolder(file) : 'other';
}

/** The reason why a file could not be opened or created, as far as its folder shows it. */
function kindOfFolder(file: string): Kind {
  try {
    accessSync(dirname(file), constants.W_OK);
    return 'missing';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'EROFS' || code === 'EACCES' || code === 'EPERM' ? 'read-only' : 'missing';
  }
}
