import { z } from 'zod';
import { jobSchema } from './job.ts';

/**
 * The JSON Schema of the job file, from the one definition: `docs/job.schema.json` is this, and a
 * test keeps the two the same (CONTRIBUTING.md says how to write it anew).
 */
export function jobJsonSchema(): object {
  return {
    ...z.toJSONSchema(jobSchema, { target: 'draft-2020-12', io: 'input' }),
    title: 'Trawl job',
  };
}
