import { describe, expect, it } from 'vitest';
import { parseJobText } from '#shared/job/parse-job.ts';
import { sampleJob } from '../sample-site/sample-job.ts';

const file = `${JSON.stringify(sampleJob(), null, 2)}\n`;

describe('resources/sample-job.json', () => {
  it('is the sample job as it is made (`npx vitest run -u sample-job-file` writes it)', async () => {
    expect(parseJobText(file).ok).toBe(true);
    await expect(file).toMatchFileSnapshot('../../resources/sample-job.json');
  });

  it('is marked, by which main knows when to serve the sample site', () => {
    expect(sampleJob().sample).toBe(true);
  });
});
