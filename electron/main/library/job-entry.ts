import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobPatch, LibraryJob } from '#shared/ipc/job-library.ts';
import { writeWholeFile } from '../../files/whole-file.ts';
import { coalesced, takingTurns } from '../coalesce.ts';
import { fileTrouble } from '../file-trouble.ts';
import { createListWrites, type ListWritePiece } from './list-writes.ts';
import { jobFileName, listFileName } from './load-jobs.ts';
import { storedJobText } from './parse-stored-job.ts';
import { type ListPiece, readListPiece } from './read-list.ts';
import { type StoredJob, toLibraryJob } from './stored-job.ts';

export type FillList = (file: string) => Promise<void>;

/** One job of the library in memory, and all work on its files. */
export interface JobEntry {
  readonly id: string;
  readonly job: StoredJob;
  /** The job is in the trash. */
  deleted: boolean;
  present(): LibraryJob;
  /**
   * Changes the job at once; resolves when the change is stored on the disk.
   *
   * @throws TrawlError BAD_JOB for a change after which the job could not be opened again
   */
  update(patch: JobPatch): Promise<void>;
  readList(offset: number): Promise<ListPiece>;
  writeList(piece: ListWritePiece): Promise<void>;
  replaceList(fill: FillList): Promise<void>;
  /** Runs work on the files after all earlier work has ended. */
  onFiles<T>(doing: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when no work is under way any more, whether it succeeded or failed. */
  settled(): Promise<void>;
}

interface JobEntryParts {
  readonly folder: string;
  readonly id: string;
  readonly job: StoredJob;
  readonly listBytes: number;
  readonly now: () => number;
  readonly changed: () => void;
}

export function createJobEntry({ folder, id, now, changed, ...loaded }: JobEntryParts): JobEntry {
  let { job, listBytes } = loaded;
  const listFile = join(folder, listFileName);
  const lists = createListWrites(listFile);
  const inTurn = takingTurns();
  const write = coalesced(() => writeWholeFile(join(folder, jobFileName), storedJobText(job)));
  const onFiles = <T>(doing: string, work: () => Promise<T>): Promise<T> =>
    inTurn(id, async () => {
      try {
        return await work();
      } catch (error) {
        throw fileTrouble(error, doing);
      }
    });
  const update = async (patch: JobPatch): Promise<void> => {
    const given = Object.entries(patch).filter(([, value]) => value !== undefined);
    const next = { ...job, ...Object.fromEntries(given), updatedMs: now() };
    // A change that makes the job unreadable is refused here, and the job stays unchanged.
    storedJobText(next);
    job = next;
    changed();
    // This does not wait for other work: a typed change is saved even while a long list is being written.
    return write().catch((error: unknown) => {
      throw fileTrouble(error, 'the job could not be saved');
    });
  };
  const listChanged = async (): Promise<void> => {
    listBytes = (await stat(listFile)).size;
    await update({});
  };

  return {
    id,
    get job() {
      return job;
    },
    deleted: false,
    present: () => toLibraryJob(id, job, listBytes),
    update,
    readList: (offset) =>
      onFiles('the list could not be read', () => readListPiece(listFile, offset)),
    writeList: (piece) =>
      onFiles('the list could not be saved', async () => {
        await lists.write(piece);
        if (piece.last) await listChanged();
      }),
    replaceList: (fill) =>
      onFiles('the list could not be taken in', async () => {
        await lists.replace(fill);
        await listChanged();
      }),
    onFiles,
    settled: () => inTurn(id, () => write.settled()),
  };
}
