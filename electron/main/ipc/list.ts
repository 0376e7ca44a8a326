import { extname } from 'node:path';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import { readsPatterns } from '#shared/ipc/list-format.ts';
import { glancesAt } from '../library/glance-at-list.ts';
import type { JobLibrary } from '../library/job-library.ts';
import { listOptionsOf } from '../library/list-options-of.ts';
import { importDropped, takeInListOf } from '../library/open-list.ts';
import { latestAnswer } from './latest-answer.ts';
import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function listHandlers({ library, engine, dialogs }: HandlerParts): DomainHandlers<'list'> {
  const glanceAt = glancesAt(library, engine);
  const analyze = latestAnswer((jobId) =>
    engine.call('input.analyze', { key: jobId, input: inputOf(library, jobId) }),
  );
  return {
    'list.read': ({ jobId, offset }) => library.readList(jobId, offset),
    'list.write': async ({ jobId, ...piece }) => {
      await library.writeList(jobId, piece);
    },
    'list.open': async ({ jobId }) => {
      const file = await dialogs.open({
        title: 'Open a list of URLs',
        button: 'Open',
        filters: [
          {
            name: 'Lists, tables, sitemaps and feeds',
            extensions: ['txt', 'csv', 'tsv', 'tab', 'xml', 'rss', 'atom', 'gz'],
          },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      return file === null ? null : takeInListOf(library, jobId, file, glanceAt);
    },
    'list.drop': async ({ jobId, path }) => {
      if (jobId === null || extname(path).toLowerCase() === '.json') {
        return { kind: 'job', job: await importDropped(library, path, glanceAt) };
      }
      return { kind: 'list', ...(await takeInListOf(library, jobId, path, glanceAt)) };
    },
    'list.glance': ({ jobId, options }) => glanceAt(jobId, options),
    'list.analyze': ({ jobId }) => analyze(jobId),
  };
}

/** The first records of a job's list, as the engine reads it. */
export function inputOf(library: JobLibrary, jobId: string): InputSource {
  const job = library.get(jobId);
  return {
    kind: 'file',
    file: library.listFile(jobId),
    isUtf8: true,
    options: listOptionsOf(job.listFormat),
    patterns: readsPatterns(job),
  };
}
