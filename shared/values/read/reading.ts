/**
 * A text, read as a value of a type. The form of a column (its decimal sign, the order of its dates) says which
 * of several readings is meant; a text alone often does not.
 */
export type Reading<Form extends string, Value> =
  | {
      readonly kind: 'value';
      readonly value: Value;
      /**
       * The forms under which the text can be read at all, where there are others: evidence of the form of its
       * column. Empty if every form gives this value.
       */
      readonly shows: readonly Form[];
    }
  | { readonly kind: 'ambiguous'; readonly alternatives: readonly Alternative<Form, Value>[] }
  /** It is no value of the type, or it cannot be told which one. */
  | { readonly kind: 'misfit' };

export interface Alternative<Form extends string, Value> {
  readonly form: Form;
  readonly value: Value;
}

export const misfit = { kind: 'misfit' } as const;

/** A value that no form changes. */
export const plainValue = <Value>(value: Value): Reading<never, Value> => ({
  kind: 'value',
  value,
  shows: [],
});

/**
 * @param forms all forms of the type
 * @param read the value under a form; null if the text cannot be read so
 */
export function readByForm<Form extends string, Value>(
  forms: readonly Form[],
  read: (form: Form) => Value | null,
): Reading<Form, Value> {
  const alternatives: Alternative<Form, Value>[] = [];
  for (const form of forms) {
    const value = read(form);
    if (value !== null) alternatives.push({ form, value });
  }
  const [first] = alternatives;
  if (first === undefined) return misfit;
  if (alternatives.some(({ value }) => value !== first.value)) {
    return { kind: 'ambiguous', alternatives };
  }
  const isOfAll = alternatives.length === forms.length;
  return {
    kind: 'value',
    value: first.value,
    shows: isOfAll ? [] : alternatives.map(({ form }) => form),
  };
}
