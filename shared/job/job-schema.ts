import { z } from 'zod';
import { jobSchema } from './job.ts';

/**
 * The JSON Schema of the job file, from the one definition. `docs/job.schema.json` has the same content,
 * which a test checks (CONTRIBUTING.md says how to write the file again).
 */
export function jobJsonSchema(): object {
  return {
    ...z.toJSONSchema(jobSchema, { target: 'draft-2020-12', io: 'input' }),
    title: 'Trawl job',
  };
}
