import { expect, it } from 'vitest';
import { jobJsonSchema } from './job-schema.ts';

it('docs/job.schema.json is the schema of the job file (vitest -u writes it anew)', async () => {
  const text = `${JSON.stringify(jobJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/job.schema.json');
});
