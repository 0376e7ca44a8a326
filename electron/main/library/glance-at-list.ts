import type { ListGlance } from '#shared/engine-protocol/input.ts';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { ListOptions } from '#shared/job/list-options.ts';
import type { JobLibrary } from './job-library.ts';

/** Reads the beginning of a job's list with these options, and with the name of its original file. */
export type GlanceAtList = (
  jobId: string,
  options: ListOptions,
  name?: string,
) => Promise<ListGlance>;

/** Reads the beginnings of the library's lists by means of the engine. */
export function glancesAt(library: JobLibrary, engine: Pick<EngineApi, 'call'>): GlanceAtList {
  return (jobId, options, name) =>
    engine.call('input.glance', {
      input: {
        kind: 'file',
        file: library.listFile(jobId),
        isUtf8: true,
        options,
        ...(name === undefined ? {} : { name }),
      },
    });
}
