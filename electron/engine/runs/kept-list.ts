import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type InputSource, inputSourceSchema } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { copyList } from '../input/copy-list.ts';
import { storageError } from '../store/storage-error.ts';

/**
 * The list of a run, kept beside its file until all of it is imported. So the run reads the list as it was
 * at the start, though the person changes the file meanwhile or the process is killed during the import.
 */
interface KeptList {
  /** Copies `source`, and returns the copy to read from. */
  keep(source: InputSource): Promise<InputSource>;
  /**
   * The copy, or null if there is none.
   *
   * @throws TrawlError FILE_ERROR for a copy of an older version, which read lists by other rules
   */
  find(): Promise<InputSource | null>;
  drop(): Promise<void>;
}

const noteSchema = inputSourceSchema.options[1].omit({ kind: true, file: true });

/** @param runFile the path of the run's file */
export function keptList(runFile: string): KeptList {
  const copy = `${runFile}.list`;
  const note = `${runFile}.list.json`;
  return {
    async keep(source) {
      const kept: InputSource =
        source.kind === 'lines'
          ? { kind: 'file', file: copy, options: { format: 'lines' }, patterns: source.patterns }
          : { ...source, file: copy, name: source.name ?? basename(source.file) };
      const { kind: _kind, file: _file, ...reading } = kept;
      try {
        if (source.kind === 'lines') {
          // A list may contain logins, so only its owner can read the copy. A line stays one line, whatever
          // it contains.
          const lines = source.lines.map((line) => line.replace(/[\r\n]+/g, ' '));
          await writeFile(copy, lines.join('\n'), { mode: 0o600 });
        } else {
          await copyList(source.file, copy);
          await chmod(copy, 0o600);
        }
        // Written last: if it exists, the copy is complete.
        await writeFile(note, JSON.stringify(reading));
      } catch (cause) {
        const known = storageError(cause, copy);
        if (known instanceof TrawlError && known.code !== 'FILE_ERROR') throw known;
        throw new TrawlError(
          'FILE_ERROR',
          `The list could not be copied to the folder of the runs: ${messageOf(cause)}.`,
          { cause },
        );
      }
      return kept;
    },
    async find() {
      const text = await readFile(note, 'utf8').catch(() => null);
      if (text === null) return null;
      const parsed = noteSchema.safeParse(JSON.parse(text));
      if (parsed.success) return { kind: 'file', file: copy, ...parsed.data };
      throw new TrawlError(
        'FILE_ERROR',
        'Another version of Trawl began to read the list of this run. Start a new run.',
      );
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
