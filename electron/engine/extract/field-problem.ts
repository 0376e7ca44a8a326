import type { Field } from '#shared/job/job.ts';

/** A part of a field that cannot be used. */
export interface FieldProblem {
  /** The key of the field that is wrong. */
  readonly part: keyof Field;
  /** The place inside the field: "css", "alternates[1]", "clean[0].match". */
  readonly place: string;
  /** A sentence for the person. */
  readonly message: string;
}
