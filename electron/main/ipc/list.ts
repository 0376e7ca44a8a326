import { extname } from 'node:path';
import type { InputSource, ListGlance } from '#shared/engine-protocol/input.ts';
import type { JobLibrary } from '../library/job-library.ts';
import { listOptionsOf, readsPatterns } from '../library/list-options-of.ts';
import { importDropped, takeInListOf } from '../library/open-list.ts';
import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function listHandlers({ library, engine, dialogs }: HandlerParts): DomainHandlers<'list'> {
  const glance = (jobId: string): Promise<ListGlance> =>
    engine.call('input.glance', {
      input: { kind: 'file', file: library.listFile(jobId), options: { format: 'table' } },
    });
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
          { name: 'Lists of URLs', extensions: ['txt', 'csv', 'tsv'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      if (file === null) return null;
      const kind = await takeInListOf(library, jobId, file);
      return { glance: kind === 'csv' ? await glance(jobId) : null };
    },
    'list.drop': async ({ jobId, path }) => {
      if (jobId === null || extname(path).toLowerCase() === '.json') {
        return { kind: 'job', job: await importDropped(library, path, glance) };
      }
      const kind = await takeInListOf(library, jobId, path);
      return { kind: 'list', glance: kind === 'csv' ? await glance(jobId) : null };
    },
    'list.glance': ({ jobId }) => glance(jobId),
    'list.analyze': ({ jobId }) =>
      engine.call('input.analyze', { key: jobId, input: inputOf(library, jobId) }),
  };
}

/** The list of a job as the engine reads it. */
export function inputOf(library: JobLibrary, jobId: string): InputSource {
  const job = library.get(jobId);
  return {
    kind: 'file',
    file: library.listFile(jobId),
    options: listOptionsOf(job.listFormat),
    patterns: readsPatterns(job),
  };
}
