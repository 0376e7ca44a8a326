import { fileTrouble } from '../file-trouble.ts';
import type { UnreadableJob } from './load-jobs.ts';
import { cannotBringBack, cannotDelete, type Trash } from './trash.ts';

/** Jobs whose files are damaged or missing. They can only be deleted and restored. */
export class UnreadableJobs {
  readonly #trash: Trash;
  readonly #present: Map<string, UnreadableJob>;
  readonly #deleted = new Map<string, UnreadableJob>();

  constructor(jobs: readonly UnreadableJob[], trash: Trash) {
    this.#trash = trash;
    this.#present = new Map(jobs.map((job) => [job.id, job]));
  }

  /** The newest first. */
  list(): readonly UnreadableJob[] {
    return [...this.#present.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  get(id: string): UnreadableJob | undefined {
    return this.#present.get(id);
  }

  /** False if the job is none of these. */
  async delete(id: string): Promise<boolean> {
    const job = this.#present.get(id);
    if (job === undefined) return false;
    await this.#trash.put(id).catch((error: unknown) => {
      throw fileTrouble(error, cannotDelete);
    });
    this.#present.delete(id);
    this.#deleted.set(id, job);
    return true;
  }

  /** False if the job is none of these. */
  async restore(id: string): Promise<boolean> {
    const job = this.#deleted.get(id);
    if (job === undefined) return false;
    await this.#trash.takeBack(id).catch((error: unknown) => {
      throw fileTrouble(error, cannotBringBack);
    });
    this.#deleted.delete(id);
    this.#present.set(id, job);
    return true;
  }
}
