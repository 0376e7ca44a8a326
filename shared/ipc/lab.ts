import { z } from 'zod';
import { listPagesSchema, sampleWorkloadSchema } from '../engine-protocol/lab.ts';
import { jobIdSchema } from './job-library.ts';

/** The workload that the page has measured: it names a job, and main has the job's list and rules. */
export const pageWorkloadSchema = z.discriminatedUnion('kind', [
  sampleWorkloadSchema,
  z.strictObject({ kind: z.literal('job'), jobId: jobIdSchema, pages: listPagesSchema }),
]);
export type PageWorkload = Readonly<z.infer<typeof pageWorkloadSchema>>;

const mostPictureBytes = 16_777_216;
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A PNG: any other content that a script in the page could send is refused. */
export const labPictureSchema = z
  .instanceof(Uint8Array)
  .refine(
    (bytes) =>
      bytes.length <= mostPictureBytes && pngSignature.every((byte, at) => bytes[at] === byte),
    'must be a PNG',
  );
