import { copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobPatch, LibraryJob } from '#shared/ipc/job-library.ts';
import { newestVersion } from '#shared/job/job.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { Log } from '../log.ts';
import { createJobEntry, type FillList, type JobEntry } from './job-entry.ts';
import type { ListWritePiece } from './list-writes.ts';
import {
  jobFileName,
  type LoadedJobs,
  listFileName,
  loadJobs,
  secretsFileName,
  type UnreadableJob,
} from './load-jobs.ts';
import type { ListPiece } from './read-list.ts';
import { emptyContent, type JobContent, newJobId, type StoredJob } from './stored-job.ts';
import { cannotBringBack, cannotDelete, Trash } from './trash.ts';
import { UnreadableJobs } from './unreadable-jobs.ts';

interface LibraryEntry {
  readonly id: string;
  readonly job: StoredJob;
}

/** The jobs of the window: a folder each, with `job.json` and the list in `urls.txt`. */
export interface JobLibrary {
  /** The newest first. */
  list(): readonly LibraryEntry[];
  /** Jobs whose files are damaged or missing. They can only be deleted and restored. */
  unreadable(): readonly UnreadableJob[];
  get(id: string): LibraryJob;
  /** `fillList` writes the list into the file that is passed to it; without it the list is empty. */
  create(content?: Partial<JobContent>, fillList?: FillList): Promise<LibraryJob>;
  /**
   * Resolves when the change is stored on the disk.
   *
   * @throws TrawlError BAD_JOB for a change after which the job could not be opened again
   */
  save(id: string, patch: JobPatch): Promise<void>;
  duplicate(id: string): Promise<LibraryJob>;
  /** Moves the job to the trash; `restore` brings it back until the library is closed. */
  delete(id: string): Promise<void>;
  restore(id: string): Promise<void>;

  /** The path of a job's file, which may be unreadable. */
  jobFile(id: string): string;
  listFile(id: string): string;
  /** Deleted and restored together with the job; a copy of the job has none. */
  secretsFile(id: string): string;
  readList(id: string, offset: number): Promise<ListPiece>;
  writeList(id: string, piece: ListWritePiece): Promise<void>;
  /** Resolves with the job in its state then. */
  replaceList(id: string, fill: FillList): Promise<LibraryJob>;

  onChange(listener: () => void): () => void;
  /** Waits for pending writes and empties the trash. */
  close(): Promise<void>;
}

/** Opens the library in `folder`; `isNew` is true if it did not exist before. */
export async function openJobLibrary(
  folder: string,
  log: Log,
  now: () => number = Date.now,
): Promise<{ readonly library: JobLibrary; readonly isNew: boolean }> {
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
  const trash = new Trash(folder);
  await trash.empty();
  return { library: new FolderLibrary(folder, await loadJobs(folder, log), trash, now), isNew };
}

class FolderLibrary implements JobLibrary {
  readonly #folder: string;
  readonly #trash: Trash;
  readonly #now: () => number;
  readonly #entries = new Map<string, JobEntry>();
  readonly #unreadable: UnreadableJobs;
  readonly #listeners = new Set<() => void>();

  constructor(folder: string, loaded: LoadedJobs, trash: Trash, now: () => number) {
    this.#folder = folder;
    this.#trash = trash;
    this.#now = now;
    this.#unreadable = new UnreadableJobs(loaded.unreadable, trash);
    for (const { id, job, listBytes } of loaded.jobs) this.#add(id, job, listBytes);
  }

  list(): readonly LibraryEntry[] {
    return [...this.#entries.values()]
      .filter(({ deleted }) => !deleted)
      .sort((a, b) => b.job.createdMs - a.job.createdMs || (a.id < b.id ? 1 : -1));
  }

  unreadable(): readonly UnreadableJob[] {
    return this.#unreadable.list();
  }

  get(id: string): LibraryJob {
    return this.#entry(id).present();
  }

  async create(
    content: Partial<JobContent> = {},
    fillList: FillList = (file) => writeFile(file, ''),
  ): Promise<LibraryJob> {
    const id = newJobId(this.#now());
    const listFile = this.#listFile(id);
    try {
      await mkdir(join(this.#folder, id));
      await fillList(listFile);
      const { size } = await stat(listFile);
      const times = { createdMs: this.#now(), updatedMs: this.#now() };
      const entry = this.#add(
        id,
        { version: newestVersion, ...emptyContent, ...content, ...times },
        size,
      );
      await entry.update({});
      return entry.present();
    } catch (error) {
      this.#entries.delete(id);
      await rm(join(this.#folder, id), { recursive: true, force: true });
      throw fileTrouble(error, 'the job could not be made');
    }
  }

  async save(id: string, patch: JobPatch): Promise<void> {
    return this.#entry(id).update(patch);
  }

  async duplicate(id: string): Promise<LibraryJob> {
    const entry = this.#entry(id);
    const { version: _version, createdMs: _made, updatedMs: _changed, ...content } = entry.job;
    const name = `${content.name.slice(0, 195)} copy`;
    return entry.onFiles('the job could not be duplicated', () =>
      this.create({ ...content, name }, (file) => copyFile(this.#listFile(id), file)),
    );
  }

  async delete(id: string): Promise<void> {
    if (await this.#unreadable.delete(id)) {
      this.#changed();
      return;
    }
    const entry = this.#entry(id);
    entry.deleted = true;
    this.#changed();
    try {
      await entry.settled();
      await entry.onFiles(cannotDelete, () => this.#trash.put(id));
    } catch (error) {
      entry.deleted = false;
      this.#changed();
      throw error;
    }
  }

  async restore(id: string): Promise<void> {
    if (await this.#unreadable.restore(id)) {
      this.#changed();
      return;
    }
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      throw new TrawlError('NOT_FOUND', 'This job cannot be brought back any more.');
    }
    await entry.onFiles(cannotBringBack, async () => {
      if (!entry.deleted) return;
      await this.#trash.takeBack(id);
      entry.deleted = false;
    });
    this.#changed();
  }

  jobFile(id: string): string {
    return this.#unreadable.get(id)?.file ?? join(this.#folder, this.#entry(id).id, jobFileName);
  }

  listFile(id: string): string {
    return this.#listFile(this.#entry(id).id);
  }

  secretsFile(id: string): string {
    return join(this.#folder, this.#entry(id).id, secretsFileName);
  }

  async readList(id: string, offset: number): Promise<ListPiece> {
    return this.#entry(id).readList(offset);
  }

  async writeList(id: string, piece: ListWritePiece): Promise<void> {
    return this.#entry(id).writeList(piece);
  }

  async replaceList(id: string, fill: FillList): Promise<LibraryJob> {
    const entry = this.#entry(id);
    await entry.replaceList(fill);
    return entry.present();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.values()].map((entry) => entry.settled()));
    await this.#trash.empty();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #add(id: string, job: StoredJob, listBytes: number): JobEntry {
    const folder = join(this.#folder, id);
    const changed = (): void => this.#changed();
    const entry = createJobEntry({ folder, id, job, listBytes, now: this.#now, changed });
    this.#entries.set(id, entry);
    return entry;
  }

  /** @throws TrawlError BAD_JOB if it cannot be read, NOT_FOUND if it does not exist or is deleted */
  #entry(id: string): JobEntry {
    const damaged = this.#unreadable.get(id);
    if (damaged !== undefined) throw new TrawlError('BAD_JOB', damaged.message);
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.deleted) {
      throw new TrawlError('NOT_FOUND', 'This job is not there any more.');
    }
    return entry;
  }

  #listFile(id: string): string {
    return join(this.#folder, id, listFileName);
  }
}
