import type { RunFields } from '#shared/engine-protocol/run.ts';
import { finishedRules, withoutBlankParts } from '#shared/job/half-typed.ts';
import type { Field } from '#shared/job/job.ts';
import type { Each } from '#shared/job/v2/source.ts';

export interface TypedRules {
  readonly each: Each;
  readonly fields: readonly Field[];
}

/** Whether the fields as they are typed are others than those of a run. */
export function areNew(rules: TypedRules, run: RunFields): boolean {
  if (rules.fields.length === 0) return false;
  return textOf(rules) !== textOf({ each: run.each ?? '', fields: run.fields });
}

/** The same text for rules that are the same for a run, in whatever order their keys stand. */
export function textOf(rules: TypedRules): string {
  const { fields, ...rows } = finishedRules(rules);
  const taken = { ...rows, fields: fields.map(withoutBlankParts) };
  return JSON.stringify(taken, (_key, value: unknown) =>
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
