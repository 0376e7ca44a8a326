import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';

/**
 * Refuses a place for the table where none can be written, before hours are spent on its rows.
 * Throws BAD_INPUT.
 */
export async function checkOut(out: string): Promise<void> {
  const folder = dirname(resolve(out));
  const known = await stat(folder).catch(() => null);
  if (!known?.isDirectory()) {
    throw new TrawlError('BAD_INPUT', `There is no folder ${folder} to write the table into.`);
  }
  if ((await stat(out).catch(() => null))?.isDirectory()) {
    throw new TrawlError('BAD_INPUT', `${out} is a folder. Name a file in it for the table.`);
  }
  try {
    // The table is written beside its final name, so that the folder is what counts.
    await access(folder, constants.W_OK);
  } catch {
    throw new TrawlError('BAD_INPUT', `The folder ${folder} cannot be written to.`);
  }
}
