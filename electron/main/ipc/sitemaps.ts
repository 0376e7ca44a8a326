import { rm } from 'node:fs/promises';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { checkOptions } from '../library/check-job.ts';
import { glancesAt } from '../library/glance-at-list.ts';
import { takeInList } from '../library/take-in-list.ts';
import type { HandlerParts } from './parts.ts';
import { ensureSampleSite } from './ready-to-run.ts';
import type { DomainHandlers } from './register-handlers.ts';

/** The columns of the table that `sitemaps.read` of the engine writes. */
const listFormat: ListFormat = {
  kind: 'csv',
  delimiter: ',',
  header: true,
  column: 'url',
  carry: ['lastmod', 'sitemap'],
};

export function sitemapsHandlers({
  library,
  engine,
  runSecrets,
  sampleSite,
}: HandlerParts): DomainHandlers<'sitemaps'> {
  const glanceAt = glancesAt(library, engine);
  /** It lies with the job, so that it goes with it. */
  const fileOf = (jobId: string): string => `${library.listFile(jobId)}.sitemaps`;
  return {
    'sitemaps.read': async ({ jobId, source }) => {
      const options = checkOptions(library.get(jobId));
      await ensureSampleSite({ library, sampleSite }, jobId);
      const secrets = await runSecrets.of(jobId);
      const file = fileOf(jobId);
      return engine.call('sitemaps.read', {
        ...{ key: jobId, file, sources: [source], options, secrets },
      });
    },
    'sitemaps.take': async ({ jobId }) => {
      const file = fileOf(jobId);
      await library.replaceList(jobId, (target) => takeInList(file, target));
      const options = { ...library.get(jobId).options, patterns: false };
      await library.save(jobId, { listFormat, options });
      await rm(file, { force: true });
      return { glance: await glanceAt(jobId, {}), listFormat };
    },
    'sitemaps.leave': async ({ jobId }) => {
      await engine.call('sitemaps.cancel', { key: jobId });
      await rm(fileOf(jobId), { force: true, maxRetries: 3 });
    },
  };
}
