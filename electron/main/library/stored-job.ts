import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { jobPatchSchema, type LibraryJob } from '#shared/ipc/job-library.ts';
import { jobSchema, newestVersion } from '#shared/job/job.ts';
import { upgradeField } from '#shared/job/upgrade.ts';
import { fieldV1Schema } from '#shared/job/v1/job.ts';

/** A job of the library as it is stored in its file: possibly half-typed; the list is in a file beside it. */
export const storedJobSchema = jobPatchSchema.required().extend({
  version: z.literal(newestVersion),
  sample: jobSchema.shape.sample,
  // Jobs that were stored before there were next pages do not have it.
  next: jobPatchSchema.shape.next.unwrap().default(null),
  createdMs: z.number(),
  updatedMs: z.number(),
});

/** A job as it was stored while version 1 was the newest; saving turns it into one of version 2. */
export const storedV1Schema = storedJobSchema
  .extend({
    version: z.literal(1),
    each: z.string().max(10_000),
    fields: z.array(fieldV1Schema.extend({ name: z.string().max(200) })).max(500),
  })
  .transform(
    (job): StoredJob => ({
      ...job,
      version: newestVersion,
      fields: job.fields.map(upgradeField),
    }),
  );

export type StoredJob = Readonly<z.infer<typeof storedJobSchema>>;

/** The parts of a job that are copied with it. */
export type JobContent = Omit<StoredJob, 'version' | 'createdMs' | 'updatedMs'>;

export const emptyContent: JobContent = {
  name: 'Untitled job',
  each: '',
  fields: [],
  next: null,
  options: {},
  listFormat: { kind: 'lines' },
};

export function toLibraryJob(id: string, stored: StoredJob, listBytes: number): LibraryJob {
  const { name, each, fields, next, options, listFormat, sample = false } = stored;
  return { id, name, each, fields, next, options, listFormat, listBytes, sample };
}

/** Sorts by creation time; the tail distinguishes two jobs of the same millisecond. */
export function newJobId(nowMs: number): string {
  return `${nowMs.toString(36)}-${randomBytes(4).toString('hex')}`;
}
