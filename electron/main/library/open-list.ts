import { basename, extname } from 'node:path';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import { importJobFile } from './import-job.ts';
import type { JobLibrary } from './job-library.ts';
import { takeInList } from './take-in-list.ts';

/**
 * Takes a file in as the list of a job. Plain lines are read as such from now on; how a CSV file is
 * read is for the person to say.
 */
export async function takeInListOf(
  library: JobLibrary,
  jobId: string,
  file: string,
): Promise<'csv' | 'lines'> {
  await library.replaceList(jobId, (target) => takeInList(file, target));
  const kind = kindOf(file);
  if (kind === 'lines') await library.save(jobId, { listFormat: { kind: 'lines' } });
  return kind;
}

/** A new job from a file that was dropped where no job was open: a job file or a list. */
export async function importDropped(
  library: JobLibrary,
  file: string,
  glance: (jobId: string) => Promise<ListGlance>,
): Promise<LibraryJob> {
  if (extname(file).toLowerCase() === '.json') return importJobFile(library, file);
  const name = basename(file, extname(file)).slice(0, 200);
  const job = await library.create({ name }, (target) => takeInList(file, target));
  if (kindOf(file) === 'lines') return job;
  const { reading } = await glance(job.id);
  if (reading.kind !== 'table' || reading.column === null) return job;
  const { column, delimiter, header } = reading;
  const carry = [...reading.carry];
  await library.save(job.id, { listFormat: { kind: 'csv', column, carry, delimiter, header } });
  return library.get(job.id);
}

function kindOf(file: string): 'csv' | 'lines' {
  return ['.csv', '.tsv'].includes(extname(file).toLowerCase()) ? 'csv' : 'lines';
}
