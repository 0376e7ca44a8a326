import { type Job, newestVersion } from './job.ts';
import type { FieldV1, JobV1 } from './v1/job.ts';
import type { Field } from './v2/field.ts';

/** A job of version 1 in the form of version 2. */
export function upgradeJob(job: JobV1): Job {
  return { ...job, version: newestVersion, fields: job.fields.map(upgradeField) };
}

/** A field of version 1 in the form of version 2: its `match` is the one step of `clean`. */
export function upgradeField({ match, ...field }: FieldV1): Field {
  return match === undefined || match.trim() === '' ? field : { ...field, clean: [{ match }] };
}

/** The place in a file of `version` of what stands at `place` once it is upgraded: "fields[2].match". */
export function placeInFile(place: string, version: number): string {
  return version === 1 ? place.replace('.clean[0].match', '.match') : place;
}
