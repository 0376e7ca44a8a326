import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { jobPatchSchema, type LibraryJob } from '#shared/ipc/job-library.ts';
import { jobSchema } from '#shared/job/job.ts';

/** A job of the library as it is stored in its file: possibly half-typed; the list is in a file beside it. */
export const storedJobSchema = jobPatchSchema.required().extend({
  version: z.literal(1),
  sample: jobSchema.shape.sample,
  createdMs: z.number(),
  updatedMs: z.number(),
});
export type StoredJob = Readonly<z.infer<typeof storedJobSchema>>;

/** The parts of a job that are copied with it. */
export type JobContent = Omit<StoredJob, 'version' | 'createdMs' | 'updatedMs'>;

export const emptyContent: JobContent = {
  name: 'Untitled job',
  each: '',
  fields: [],
  options: {},
  listFormat: { kind: 'lines' },
};

export function toLibraryJob(id: string, stored: StoredJob, listBytes: number): LibraryJob {
  const { name, each, fields, options, listFormat, sample = false } = stored;
  return { id, name, each, fields, options, listFormat, listBytes, sample };
}

/** Sorts by creation time; the tail distinguishes two jobs of the same millisecond. */
export function newJobId(nowMs: number): string {
  return `${nowMs.toString(36)}-${randomBytes(4).toString('hex')}`;
}
