import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';

/**
 * Detects that an open file was deleted, moved or replaced. On most systems that causes no error: the data
 * are written to a file without a name, which is lost when the process ends.
 */
export class FilePlace {
  readonly #file: string;
  readonly #identity: string | null;

  constructor(file: string) {
    this.#file = file;
    this.#identity = identityOf(file);
  }

  /** Takes some microseconds. @throws TrawlError NOT_FOUND */
  check(): void {
    if (identityOf(this.#file) === this.#identity) return;
    throw new TrawlError(
      'NOT_FOUND',
      `The file of this run was deleted, moved or replaced while it was going on (${basename(this.#file)}). ` +
        'Nothing more of it can be saved. Put the file back to resume the run, or start it anew.',
    );
  }
}

/** Null: there is no file of this name. */
function identityOf(file: string): string | null {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino}`;
}
