import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { fileReason } from '../../files/file-reason.ts';

/**
 * Runs work in a folder that exists for its duration: in the system's one for temporary files, or else in
 * Trawl's own, since TMPDIR may name a folder that does not exist.
 *
 * @throws TrawlError FILE_ERROR if neither can be written
 */
export async function inTemporaryFolder<T>(
  dataDir: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const make = (parent: string): Promise<string> => mkdtemp(join(parent, 'trawl-'));
  const folder = await make(tmpdir())
    .catch(() => make(dataDir))
    .catch((cause: unknown) => {
      const message = `No temporary folder can be made, neither in ${tmpdir()} nor in ${dataDir}: ${fileReason(cause)}.`;
      throw new TrawlError('FILE_ERROR', message, { cause });
    });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
