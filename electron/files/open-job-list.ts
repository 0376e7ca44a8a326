import { dirname } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { quoted } from '#shared/plain-text.ts';
import { fileReason } from './file-reason.ts';
import { type OpenFile, openInside } from './open-inside.ts';

/**
 * Opens the list that a job file names in `urls.file`. A job may come from a stranger, and the lines of its
 * list are sent to a server that the job names: so the list must be in the folder of the job file or below.
 *
 * @throws TrawlError BAD_JOB with the reason why the list is refused or cannot be read
 */
export async function openJobList(jobFile: string, named: string): Promise<OpenFile> {
  const bad = (sentence: string, cause: unknown) =>
    new TrawlError('BAD_JOB', `urls.file: ${sentence}`, { cause });
  try {
    return await openInside(dirname(jobFile), named);
  } catch (error) {
    if (error instanceof TrawlError) {
      const what = 'Put the list into the folder of the job file or below, and try again.';
      throw bad(`${quoted(named)} ${error.message}. ${what}`, error);
    }
    throw bad(`the list ${quoted(named)} of the job cannot be read: ${fileReason(error)}.`, error);
  }
}
