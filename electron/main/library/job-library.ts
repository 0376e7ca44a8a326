import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobPatch, LibraryJob } from '#shared/ipc/job-library.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { Log } from '../log.ts';
import { createJobEntry, type FillList, type JobEntry } from './job-entry.ts';
import type { ListWritePiece } from './list-writes.ts';
import {
  jobFileName,
  listFileName,
  loadJobs,
  secretsFileName,
  type UnreadableJob,
} from './load-jobs.ts';
import type { ListPiece } from './read-list.ts';
import { emptyContent, type JobContent, newJobId, type StoredJob } from './stored-job.ts';

export interface LibraryEntry {
  readonly id: string;
  readonly job: StoredJob;
}

/** The jobs of the window: a folder each, with `job.json` and the list in `urls.txt`. */
export interface JobLibrary {
  /** The newest first. */
  list(): readonly LibraryEntry[];
  /** Jobs whose files are damaged or gone. They can be deleted and brought back, and nothing else. */
  unreadable(): readonly UnreadableJob[];
  get(id: string): LibraryJob;
  /** `fillList` writes the list into the file that it is given; without it the list is empty. */
  create(content?: Partial<JobContent>, fillList?: FillList): Promise<LibraryJob>;
  /**
   * Resolves when the change is on the disk.
   *
   * @throws TrawlError BAD_JOB for a change with which the job could not be opened again
   */
  save(id: string, patch: JobPatch): Promise<void>;
  duplicate(id: string): Promise<LibraryJob>;
  /** Puts the job aside; `restore` brings it back until the library is closed. */
  delete(id: string): Promise<void>;
  restore(id: string): Promise<void>;

  /** Of any job, readable or not. */
  jobFile(id: string): string;
  listFile(id: string): string;
  /** Goes with the job when it is deleted and brought back; a copy of the job has none. */
  secretsFile(id: string): string;
  readList(id: string, offset: number): Promise<ListPiece>;
  writeList(id: string, piece: ListWritePiece): Promise<void>;
  /** Resolves with the job as it is then. */
  replaceList(id: string, fill: FillList): Promise<LibraryJob>;

  onChange(listener: () => void): () => void;
  /** Waits for what is being written and empties the trash. */
  close(): Promise<void>;
}

const trashName = '.trash';
const cannotDelete = 'the job could not be deleted';
const cannotBringBack = 'the job could not be brought back';

/** Opens the library in `folder`; `isNew` says that there was none before. */
export async function openJobLibrary(
  folder: string,
  log: Log,
  now: () => number = Date.now,
): Promise<{ readonly library: JobLibrary; readonly isNew: boolean }> {
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
  const trash = join(folder, trashName);
  await rm(trash, { recursive: true, force: true });

  const entries = new Map<string, JobEntry>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const addEntry = (id: string, job: StoredJob, listBytes: number): JobEntry => {
    const parts = { folder: join(folder, id), id, job, listBytes, now, changed };
    const entry = createJobEntry(parts);
    entries.set(id, entry);
    return entry;
  };
  const loaded = await loadJobs(folder, log);
  for (const { id, job, listBytes } of loaded.jobs) addEntry(id, job, listBytes);
  const unreadable = new Map(loaded.unreadable.map((job) => [job.id, job]));
  /** Those of them that lie in the trash. */
  const unreadableInTrash = new Map<string, UnreadableJob>();

  const entryOf = (id: string): JobEntry => {
    const damaged = unreadable.get(id);
    if (damaged !== undefined) throw new TrawlError('BAD_JOB', damaged.message);
    const entry = entries.get(id);
    if (entry === undefined || entry.deleted) {
      throw new TrawlError('NOT_FOUND', 'This job is not there any more.');
    }
    return entry;
  };
  const putAside = async (id: string): Promise<void> => {
    await mkdir(trash, { recursive: true });
    await rename(join(folder, id), join(trash, id));
  };
  const bringBack = (id: string): Promise<void> => rename(join(trash, id), join(folder, id));
  /** True where the job was one that cannot be read, and is in the other place now. */
  const moveUnreadable = async (
    id: string,
    from: Map<string, UnreadableJob>,
    to: Map<string, UnreadableJob>,
    move: (id: string) => Promise<void>,
    doing: string,
  ): Promise<boolean> => {
    const job = from.get(id);
    if (job === undefined) return false;
    await move(id).catch((error: unknown) => {
      throw fileTrouble(error, doing);
    });
    from.delete(id);
    to.set(id, job);
    changed();
    return true;
  };
  const listFile = (id: string): string => join(folder, id, listFileName);

  const create = async (content: Partial<JobContent>, fillList: FillList): Promise<LibraryJob> => {
    const id = newJobId(now());
    try {
      await mkdir(join(folder, id));
      await fillList(listFile(id));
      const { size } = await stat(listFile(id));
      const times = { createdMs: now(), updatedMs: now() };
      const entry = addEntry(id, { version: 1, ...emptyContent, ...content, ...times }, size);
      await entry.update({});
      return entry.present();
    } catch (error) {
      entries.delete(id);
      await rm(join(folder, id), { recursive: true, force: true });
      throw fileTrouble(error, 'the job could not be made');
    }
  };

  const library: JobLibrary = {
    list: () =>
      [...entries.values()]
        .filter(({ deleted }) => !deleted)
        .sort((a, b) => b.job.createdMs - a.job.createdMs || (a.id < b.id ? 1 : -1)),
    unreadable: () => [...unreadable.values()].sort((a, b) => (a.id < b.id ? 1 : -1)),
    get: (id) => entryOf(id).present(),
    create: (content = {}, fillList = (file) => writeFile(file, '')) => create(content, fillList),
    save: async (id, patch) => entryOf(id).update(patch),
    async duplicate(id) {
      const entry = entryOf(id);
      const { version: _version, createdMs: _made, updatedMs: _changed, ...content } = entry.job;
      const name = `${content.name.slice(0, 195)} copy`;
      return entry.onFiles('the job could not be duplicated', () =>
        create({ ...content, name }, (file) => copyFile(listFile(id), file)),
      );
    },
    async delete(id) {
      const inTrash = unreadableInTrash;
      if (await moveUnreadable(id, unreadable, inTrash, putAside, cannotDelete)) return;
      const entry = entryOf(id);
      entry.deleted = true;
      changed();
      try {
        await entry.settled();
        await entry.onFiles(cannotDelete, () => putAside(id));
      } catch (error) {
        entry.deleted = false;
        changed();
        throw error;
      }
    },
    async restore(id) {
      const inTrash = unreadableInTrash;
      if (await moveUnreadable(id, inTrash, unreadable, bringBack, cannotBringBack)) return;
      const entry = entries.get(id);
      if (entry === undefined) {
        throw new TrawlError('NOT_FOUND', 'This job cannot be brought back any more.');
      }
      await entry.onFiles(cannotBringBack, async () => {
        if (!entry.deleted) return;
        await bringBack(id);
        entry.deleted = false;
      });
      changed();
    },

    jobFile: (id) => unreadable.get(id)?.file ?? join(folder, entryOf(id).id, jobFileName),
    listFile: (id) => listFile(entryOf(id).id),
    secretsFile: (id) => join(folder, entryOf(id).id, secretsFileName),
    readList: async (id, offset) => entryOf(id).readList(offset),
    writeList: async (id, piece) => entryOf(id).writeList(piece),
    async replaceList(id, fill) {
      const entry = entryOf(id);
      await entry.replaceList(fill);
      return entry.present();
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await Promise.all([...entries.values()].map((entry) => entry.settled()));
      await rm(trash, { recursive: true, force: true });
    },
  };
  return { library, isNew };
}
