import type { ListGlance } from '#shared/engine-protocol/input.ts';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { ListOptions } from '#shared/job/list-options.ts';
import type { JobLibrary } from './job-library.ts';

/** How the list of a job is read with these options, by the name of the file that it came from. */
export type GlanceAtList = (
  jobId: string,
  options: ListOptions,
  name?: string,
) => Promise<ListGlance>;

/** Looks at lists of the library by the engine. */
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
