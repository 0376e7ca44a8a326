import { describe, expect, it } from 'vitest';
import { parseJobText } from '#shared/job/parse-job.ts';
import { sampleJob } from '../sample-site/sample-job.ts';
import { namesSampleSite } from './sample-site.ts';

const file = `${JSON.stringify(sampleJob(), null, 2)}\n`;

describe('resources/sample-job.json', () => {
  it('is the sample job as it is made (`npx vitest run -u sample-job-file` writes it)', async () => {
    expect(parseJobText(file).ok).toBe(true);
    await expect(file).toMatchFileSnapshot('../../resources/sample-job.json');
  });

  it('names the sample site, by which main knows when to serve it', () => {
    const { urls } = sampleJob();
    expect(Array.isArray(urls) && urls.every(namesSampleSite)).toBe(true);
    expect(namesSampleSite('http://127.0.0.1:47803/')).toBe(false);
    expect(namesSampleSite('http://127.0.0.1:478000/')).toBe(false);
    expect(namesSampleSite('http://example.com/?u=127.0.0.1:47800')).toBe(false);
  });
});
