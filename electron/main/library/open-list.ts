import { basename, extname } from 'node:path';
import type { OpenedList } from '#shared/ipc/contract.ts';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import { formatOfGlance } from '#shared/ipc/list-format.ts';
import type { GlanceAtList } from './glance-at-list.ts';
import { importJobFile } from './import-job.ts';
import type { JobLibrary } from './job-library.ts';
import { takeInList } from './take-in-list.ts';

/**
 * Imports a file as the list of a job, with new options for reading it from its content and name. Patterns
 * are off: brackets in a file may be part of its URLs.
 */
export async function takeInListOf(
  library: JobLibrary,
  jobId: string,
  file: string,
  glanceAt: GlanceAtList,
): Promise<OpenedList> {
  await library.replaceList(jobId, (target) => takeInList(file, target));
  return readAsFound(library, jobId, file, glanceAt);
}

/** Makes a new job from a file that was dropped while no job was open: a job file or a list. */
export async function importDropped(
  library: JobLibrary,
  file: string,
  glanceAt: GlanceAtList,
): Promise<LibraryJob> {
  if (extname(file).toLowerCase() === '.json') return importJobFile(library, file, glanceAt);
  const name = basename(file)
    .replace(/(?:\.[^.]*)?(?:\.gz)?$/i, '')
    .slice(0, 200);
  const { id } = await library.create({ name }, (target) => takeInList(file, target));
  await readAsFound(library, id, file, glanceAt);
  return library.get(id);
}

async function readAsFound(
  library: JobLibrary,
  jobId: string,
  file: string,
  glanceAt: GlanceAtList,
): Promise<OpenedList> {
  const glance = await glanceAt(jobId, {}, basename(file));
  const listFormat = formatOfGlance(glance);
  const options = { ...library.get(jobId).options, patterns: false };
  await library.save(jobId, { listFormat, options });
  return { glance, listFormat };
}
