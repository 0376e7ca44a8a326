import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const trashName = '.trash';

export const cannotDelete = 'the job could not be deleted';
export const cannotBringBack = 'the job could not be brought back';

/** Keeps the folders of deleted jobs until the library is closed. */
export class Trash {
  readonly #library: string;
  readonly #folder: string;

  constructor(library: string) {
    this.#library = library;
    this.#folder = join(library, trashName);
  }

  async put(id: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await rename(join(this.#library, id), join(this.#folder, id));
  }

  async takeBack(id: string): Promise<void> {
    await rename(join(this.#folder, id), join(this.#library, id));
  }

  async empty(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
