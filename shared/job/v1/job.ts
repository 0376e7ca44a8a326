import { z } from 'zod';
import { jobRulesSchema, jobSchema } from '../job.ts';
import { takeSchema } from '../take.ts';

/** A field of the job file, version 1. It does not change any more. */
export const fieldV1Schema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  css: z.string().max(10_000).optional(),
  alternates: z.array(z.string().max(10_000)).max(10).optional(),
  take: takeSchema.optional(),
  all: z.boolean().optional(),
  separator: z.string().max(100).optional(),
  match: z.string().max(10_000).optional(),
});
export type FieldV1 = Readonly<z.infer<typeof fieldV1Schema>>;

/** The parts in which version 1 differs from version 2. */
const ownParts = {
  each: z.string().max(10_000).optional(),
  fields: z.array(fieldV1Schema).max(500),
};

/** The job file, version 1: read for ever, and written no more. */
export const jobV1Schema = jobSchema
  .omit({ next: true, sitemaps: true })
  .extend({ version: z.literal(1), ...ownParts });
export type JobV1 = Readonly<z.infer<typeof jobV1Schema>>;

/** The rules of a job in runs that were made when version 1 was the newest. */
export const rulesV1Schema = jobRulesSchema.omit({ next: true }).extend(ownParts);
