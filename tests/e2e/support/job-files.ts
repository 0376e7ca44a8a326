import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '#shared/job/job.ts';
import type { SampleSite } from '../../../electron/sample-site/start-sample-site.ts';

/** Writes a job file, with which the app is started. */
export async function writeJob(folder: string, job: Job): Promise<string> {
  const file = join(folder, 'job.json');
  await writeFile(file, JSON.stringify(job));
  return file;
}

/** Pages of the sample shop that exist, and may be requested any number of times. */
export function productUrls({ origins: [shop] }: SampleSite, count: number): string[] {
  const failing = /(404|410|429|500|503)$/;
  const urls: string[] = [];
  for (let number = 1; urls.length < count; number += 1) {
    if (!failing.test(String(number))) urls.push(`${shop}/product/${number}`);
  }
  return urls;
}
