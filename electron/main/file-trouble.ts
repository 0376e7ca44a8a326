import { TrawlError } from '#shared/errors/trawl-error.ts';

/**
 * The error of a file operation, as a sentence for the person. `doing` completes "… could not be": "the job
 * could not be saved". An error that already has its sentence passes through.
 */
export function fileTrouble(error: unknown, doing: string): TrawlError {
  if (error instanceof TrawlError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const cause = { cause: error };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new TrawlError(
        'DISK_FULL',
        `The disk is full, so ${doing}. Free some space and try again.`,
        { ...cause, retryable: true },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new TrawlError(
        'READ_ONLY',
        `Trawl is not allowed to use the file, so ${doing}. Check the permissions or choose another place.`,
        cause,
      );
    case 'ENOENT':
      return new TrawlError('NOT_FOUND', `The file is not there any more, so ${doing}.`, cause);
    default:
      return new TrawlError(
        'FILE_ERROR',
        `${doing[0]?.toUpperCase() ?? ''}${doing.slice(1)}: ${error instanceof Error ? error.message : String(error)}.`,
        cause,
      );
  }
}
