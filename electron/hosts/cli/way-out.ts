import { constants, fstatSync } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { mostOfPath, plainText } from '#shared/plain-text.ts';
import { fileReason } from '../../files/file-reason.ts';

/** The place to which the table is written. */
export type WayOut =
  | { readonly kind: 'standard-output' }
  /** A file that appears whole or not at all. */
  | { readonly kind: 'file'; readonly file: string }
  /** A pipe or a device, which is not replaced: the table is written into it. */
  | { readonly kind: 'stream'; readonly file: string; readonly isPipe: boolean };

/**
 * Checks the place for the table before hours are spent on its rows.
 *
 * @param out a path; null for standard output
 * @param inputs the files that the command reads and must not overwrite
 * @throws TrawlError BAD_INPUT if no table can be written there, or none should be
 */
export async function wayOut(
  out: string | null,
  inputs: readonly (string | null)[],
): Promise<WayOut> {
  if (out === null) return { kind: 'standard-output' };
  const shown = plainText(out, mostOfPath);
  const refused = (reason: string): TrawlError => new TrawlError('BAD_INPUT', `${shown} ${reason}`);
  const found = await stat(out, { bigint: true }).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw refused(`cannot be written: ${fileReason(error)}.`);
  });
  if (found === null) {
    if ((await lstat(out).catch(() => null)) !== null) {
      throw refused('is a symbolic link to a file that is not there. Name another file.');
    }
    await mustTakeFiles(dirname(out));
    return { kind: 'file', file: out };
  }
  // Named by --out /dev/stdout, or by the name of the file that the shell has opened for it.
  if (isSameAs(found, standardOutput())) return { kind: 'standard-output' };
  if (found.isDirectory()) throw refused('is a folder. Name a file in it for the table.');
  if (found.isBlockDevice()) throw refused('is a disk. Name a file for the table.');
  if (found.isSocket()) throw refused('is a socket. Name a file for the table.');
  for (const input of inputs) {
    if (input === null) continue;
    if (isSameAs(found, await stat(input, { bigint: true }).catch(() => null))) {
      throw refused('is what this command reads. Name another file for the table.');
    }
  }
  await access(out, constants.W_OK).catch((error: unknown) => {
    throw refused(`cannot be written: ${fileReason(error)}.`);
  });
  // This path leads to another file or program, and is no name for a new file.
  if (!found.isFile() || /^\/(dev|proc)\//.test(out)) {
    return { kind: 'stream', file: out, isPipe: found.isFIFO() };
  }
  await mustTakeFiles(dirname(await realpath(out)));
  return { kind: 'file', file: out };
}

/** The table is written beside its final name, so the folder must be writable. */
async function mustTakeFiles(folder: string): Promise<void> {
  const shown = plainText(folder, mostOfPath);
  const known = await stat(folder).catch(() => null);
  if (!known?.isDirectory()) {
    throw new TrawlError('BAD_INPUT', `There is no folder ${shown} to write the table into.`);
  }
  await access(folder, constants.W_OK).catch(() => {
    throw new TrawlError('BAD_INPUT', `The folder ${shown} cannot be written to.`);
  });
}

interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

function isSameAs(found: Identity, other: Identity | null): boolean {
  // Windows gives pipes no inode numbers.
  return other !== null && found.ino !== 0n && found.dev === other.dev && found.ino === other.ino;
}

/** Null if the process has none. */
function standardOutput(): Identity | null {
  try {
    return fstatSync(1, { bigint: true });
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOENT' || code === 'ENOTDIR';
}
