import { isUnderWay } from '#shared/engine-protocol/leading-run.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { safeFileName } from '../file-name.ts';
import { exportJobFile } from '../library/export-job.ts';
import { freshName } from '../library/fresh-name.ts';
import { glancesAt } from '../library/glance-at-list.ts';
import { importJobFile } from '../library/import-job.ts';
import { jobListItems } from '../library/job-list-items.ts';
import { emptyContent } from '../library/stored-job.ts';
import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

const jobFilters = [{ name: 'Trawl jobs', extensions: ['json'] }];

export function jobsHandlers({
  library,
  engine,
  runs,
  dialogs,
  shell,
}: HandlerParts): DomainHandlers<'jobs'> {
  return {
    'jobs.list': () => jobListItems(library, runs),
    'jobs.get': ({ jobId }) => library.get(jobId),
    'jobs.create': () => {
      const taken = library.list().map(({ job }) => job.name);
      // Job files that say nothing of rendering keep their meaning: only new jobs find it out.
      const options = { render: 'auto' } as const;
      return library.create({ name: freshName(emptyContent.name, taken), options });
    },
    'jobs.save': async ({ jobId, patch }) => {
      await library.save(jobId, patch);
    },
    'jobs.duplicate': ({ jobId }) => library.duplicate(jobId),
    'jobs.delete': async ({ jobId }) => {
      if (runs.all().some((run) => run.jobId === jobId && isUnderWay(run.state))) {
        throw new TrawlError(
          'BUSY',
          'A run of this job is going on. Stop it, then delete the job.',
        );
      }
      await library.delete(jobId);
    },
    'jobs.restore': async ({ jobId }) => {
      await library.restore(jobId);
    },
    'jobs.reveal': ({ jobId }) => {
      shell.showItemInFolder(library.jobFile(jobId));
    },
    'jobs.import': async () => {
      const file = await dialogs.open({
        title: 'Import a job',
        button: 'Import',
        filters: jobFilters,
      });
      return file === null ? null : importJobFile(library, file, glancesAt(library, engine));
    },
    'jobs.export': async ({ jobId }) => {
      const file = await dialogs.save({
        title: 'Export the job',
        button: 'Export',
        filters: jobFilters,
        name: safeFileName(library.get(jobId).name, '.json'),
      });
      if (file === null) return null;
      await exportJobFile(library, jobId, file);
      return { file };
    },
  };
}
