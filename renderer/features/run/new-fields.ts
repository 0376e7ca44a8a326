import type { RunFields } from '#shared/engine-protocol/run.ts';
import { finishedRules } from '#shared/job/half-typed.ts';
import type { Field } from '#shared/job/job.ts';
import type { Each } from '#shared/job/v2/source.ts';

export interface TypedRules {
  readonly each: Each;
  readonly fields: readonly Field[];
}

/** Whether the fields as they are typed are others than those of a run whose pages can be read again with them. */
export function areNew(rules: TypedRules, run: RunFields): boolean {
  if (!run.hasPages || rules.fields.length === 0) return false;
  return textOf(rules) !== textOf({ each: run.each ?? '', fields: run.fields });
}

/** The same text for the same rules, in whatever order their keys stand. */
export function textOf(rules: TypedRules): string {
  return JSON.stringify(finishedRules(rules), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** The offer to read the kept pages of a run again; `called` is the run where it is over: "This run". */
export function newFieldsSentence(goesOn: boolean, called: string): string {
  return goesOn
    ? 'The new fields apply to the next run. Read the kept pages again with them?'
    : `${called} had other fields. Read its kept pages again with the new ones?`;
}
