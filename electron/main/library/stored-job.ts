import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { jobPatchSchema, type LibraryJob } from '#shared/ipc/job-library.ts';
import { jobSchema } from '#shared/job/job.ts';

/** A job of the library as its file keeps it: half-typed as it may be; the list lies beside it. */
export const storedJobSchema = jobPatchSchema.required().extend({
  version: z.literal(1),
  sample: jobSchema.shape.sample,
  createdMs: z.number(),
  updatedMs: z.number(),
});
export type StoredJob = Readonly<z.infer<typeof storedJobSchema>>;

/** All of a job that goes along into a copy. */
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

/** Sorts by the time of making; the tail keeps two jobs of one millisecond apart. */
export function newJobId(nowMs: number): string {
  return `${nowMs.toString(36)}-${randomBytes(4).toString('hex')}`;
}
