import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Field } from '#shared/job/job.ts';
import { compileField } from '../extract/compile-field.ts';
import type { PageContext } from '../extract/page-context.ts';
import { takeValue } from '../extract/take-value.ts';
import type { Scope } from '../extract/walk.ts';
import { certainType } from './certain-type.ts';

export type Proposal = Suggestion['fields'][number];

const sampleCharacters = 300;

/** The values that a field yields in each scope: samples come from the same code as the rows of a run. */
export function valuesOf(
  context: PageContext,
  field: Field,
  scopes: readonly Scope[],
): readonly string[] {
  const compiled = compileField(field);
  return scopes.map((scope) => takeValue(context, compiled, scope));
}

/** The field with its value on the page; null if it yields nothing. */
export function propose(context: PageContext, field: Field): Proposal | null {
  return proposalOf(field, valuesOf(context, field, [context.page.root]));
}

/**
 * The field with the value of the first row that has one, and with the type of its values where that is certain:
 * a type that `field` says already goes where the values are of another.
 */
export function proposalOf(field: Field, values: readonly string[]): Proposal | null {
  const sample = values.find((value) => value !== '');
  if (sample === undefined) return null;
  const { type: _, ...untyped } = field;
  const type = certainType(field, values);
  return {
    field: type === undefined ? untyped : { ...untyped, type },
    sample: sample.slice(0, sampleCharacters),
  };
}
