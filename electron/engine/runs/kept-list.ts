import { constants } from 'node:fs';
import { chmod, copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { type InputSource, inputSourceSchema } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { storageError } from '../store/storage-error.ts';

/**
 * The list of a run, kept beside its file until all of it is imported: what was started is what is
 * read, though the person changes the file meanwhile or the process is killed in the middle.
 */
export interface KeptList {
  /** Copies `source`, and returns the copy to read from. */
  keep(source: InputSource): Promise<InputSource>;
  /** The copy, or null where there is none. */
  find(): Promise<InputSource | null>;
  drop(): Promise<void>;
}

const noteSchema = z.strictObject({ csv: inputSourceSchema.options[1].shape.csv });

/** @param runFile the path of the run's file */
export function keptList(runFile: string): KeptList {
  const copy = `${runFile}.list`;
  const note = `${runFile}.list.json`;
  return {
    async keep(source) {
      const csv = source.kind === 'file' ? source.csv : null;
      try {
        // A list may hold logins.
        if (source.kind === 'lines') {
          await writeFile(copy, source.lines.join('\n'), { mode: 0o600 });
        } else {
          await copyFile(source.file, copy, constants.COPYFILE_FICLONE);
          await chmod(copy, 0o600);
        }
        // Written last: where it stands, the copy is whole.
        await writeFile(note, JSON.stringify({ csv }));
      } catch (cause) {
        const known = storageError(cause, copy);
        if (known instanceof TrawlError && known.code !== 'FILE_ERROR') throw known;
        throw new TrawlError(
          'FILE_ERROR',
          `The list could not be copied to the folder of the runs: ${messageOf(cause)}.`,
          { cause },
        );
      }
      return { kind: 'file', file: copy, csv };
    },
    async find() {
      const text = await readFile(note, 'utf8').catch(() => null);
      if (text === null) return null;
      return { kind: 'file', file: copy, ...noteSchema.parse(JSON.parse(text)) };
    },
    async drop() {
      await rm(note, { force: true });
      await rm(copy, { force: true });
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
