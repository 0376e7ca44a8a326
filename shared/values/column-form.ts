import { formOfLanguage } from './form-of-language.ts';
import { dateOrders } from './read/read-date.ts';
import { decimalSigns } from './read/read-number.ts';
import type { Reading } from './read/reading.ts';
import type { Form, ValueRule, ValueType } from './value-type.ts';

/**
 * What the values of a column have shown so far. It consists of sums only, so that the order in which pages
 * arrive changes nothing.
 */
export interface ColumnTally {
  /** Values that were read, whether their form is known or not. */
  readonly read: number;
  /** Values that could not be read, or not under the form that a person has set. */
  readonly misfits: number;
  /** Values that have several readings. */
  readonly ambiguous: number;
  /** Values that only certain forms can read: the forms, with blanks between them, and how many values. */
  readonly shown: Readonly<Record<string, number>>;
  /** Ambiguous values on pages whose language has this form. */
  readonly languages: Readonly<Record<string, number>>;
  /**
   * Ambiguous prices that are whole under this form. Prices hardly ever have three decimals, so that a language
   * which would give them some is not believed.
   */
  readonly wholes: Readonly<Record<string, number>>;
}

export const noTally: ColumnTally = {
  read: 0,
  misfits: 0,
  ambiguous: 0,
  shown: {},
  languages: {},
  wholes: {},
};

/** How the ambiguous values of a column are read, and why. */
export type FormDecision =
  | { readonly kind: 'set'; readonly form: Form }
  /** `values` of the column can be read under no other form. */
  | { readonly kind: 'values'; readonly form: Form; readonly values: number }
  | { readonly kind: 'language'; readonly form: Form }
  | { readonly kind: 'undecided' }
  /** Some values can be read under one form only, and others under another one only. */
  | { readonly kind: 'contradiction'; readonly shown: readonly ShownForm[] };

export interface ShownForm {
  readonly form: Form;
  readonly values: number;
}

export function formsOf(type: ValueType): readonly Form[] {
  switch (type) {
    case 'number':
    case 'price':
      return decimalSigns;
    case 'date':
      return dateOrders;
    case 'text':
    case 'url':
    case 'picture':
    case 'yesno':
      return [];
  }
}

/** The form of a whole column: one for all its values, never one for each. */
export function decideForm(
  type: ValueType,
  tally: ColumnTally = noTally,
  set: Form | null = null,
): FormDecision {
  if (set !== null) return { kind: 'set', form: set };
  const sets = Object.entries(tally.shown).map(([forms, values]) => ({
    forms: forms.split(' '),
    values,
  }));
  const possible = formsOf(type).filter((form) => sets.every(({ forms }) => forms.includes(form)));
  const [only, second] = possible;
  if (sets.length > 0 && only === undefined) {
    return { kind: 'contradiction', shown: shownForms(type, sets) };
  }
  if (sets.length > 0 && only !== undefined && second === undefined) {
    const alone = sets.filter(({ forms }) => forms.length === 1);
    const values = sumOf(alone.length > 0 ? alone : sets);
    // A few values in another form, such as "4.99 €" in a German column, do not decide for all the others.
    return strongestOther(tally, only) > values + (tally.wholes[only] ?? 0)
      ? { kind: 'undecided' }
      : { kind: 'values', form: only, values };
  }
  const hints = new Set([...Object.keys(tally.languages), ...Object.keys(tally.wholes)]);
  const hinted = possible.find((form) => hints.has(form));
  const isClear = hints.size === 1 && Object.keys(tally.languages).length === 1;
  return hinted !== undefined && isClear
    ? { kind: 'language', form: hinted }
    : { kind: 'undecided' };
}

/** The most ambiguous values whose language or whole amount speaks for one form other than this. */
function strongestOther({ languages, wholes }: ColumnTally, form: Form): number {
  const others = [languages, wholes].flatMap((hints) =>
    Object.entries(hints).flatMap(([hinted, values]) => (hinted === form ? [] : [values])),
  );
  return Math.max(0, ...others);
}

/** The number of values that can be read under these forms only. */
interface ShownSet {
  readonly forms: readonly string[];
  readonly values: number;
}

const sumOf = (sets: readonly ShownSet[]): number =>
  sets.reduce((sum, { values }) => sum + values, 0);

function shownForms(type: ValueType, sets: readonly ShownSet[]): readonly ShownForm[] {
  return formsOf(type).flatMap((form) => {
    const values = sumOf(sets.filter(({ forms }) => forms.includes(form)));
    return values === 0 ? [] : [{ form, values }];
  });
}

/** The form by which ambiguous values are read; null: they stay as they are. */
export function formOf(decision: FormDecision): Form | null {
  return 'form' in decision ? decision.form : null;
}

/** Values of a column that have several readings and no decision, and so stay text. */
export function undecidedIn({ type, form }: ValueRule, tally: ColumnTally): number {
  return formOf(decideForm(type, tally, form)) === null ? tally.ambiguous : 0;
}

/** Adds up the values of a column. */
export class TallyDraft {
  readonly #type: ValueType;
  readonly #set: Form | null;
  #read: number;
  #misfits: number;
  #ambiguous: number;
  readonly #shown: Record<string, number>;
  readonly #languages: Record<string, number>;
  readonly #wholes: Record<string, number>;

  /** @param set the form that a person has set */
  constructor(type: ValueType, tally: ColumnTally = noTally, set: Form | null = null) {
    this.#type = type;
    this.#set = set;
    this.#read = tally.read;
    this.#misfits = tally.misfits;
    this.#ambiguous = tally.ambiguous;
    this.#shown = { ...tally.shown };
    this.#languages = { ...tally.languages };
    this.#wholes = { ...tally.wholes };
  }

  /** @param language of the page: the tag of its `<html lang>`; null if it has none */
  add(reading: Reading<Form, string | number>, language: string | null): void {
    if (reading.kind === 'misfit' || (this.#set !== null && !canBe(reading, this.#set))) {
      this.#misfits += 1;
      return;
    }
    this.#read += 1;
    if (reading.kind === 'value') {
      if (reading.shows.length > 0) increase(this.#shown, reading.shows.join(' '));
      return;
    }
    this.#ambiguous += 1;
    // What the language gives has to be one of the readings: an order in which a date cannot be read says nothing.
    if (reading.alternatives.length < formsOf(this.#type).length) {
      increase(this.#shown, reading.alternatives.map(({ form }) => form).join(' '));
    }
    const form = language === null ? null : formOfLanguage(language, this.#type);
    if (form !== null) increase(this.#languages, form);
    if (this.#type !== 'price') return;
    for (const { form, value } of reading.alternatives) {
      if (Number.isInteger(value)) increase(this.#wholes, form);
    }
  }

  get tally(): ColumnTally {
    return {
      read: this.#read,
      misfits: this.#misfits,
      ambiguous: this.#ambiguous,
      shown: { ...this.#shown },
      languages: { ...this.#languages },
      wholes: { ...this.#wholes },
    };
  }
}

function canBe(
  reading: Exclude<Reading<Form, string | number>, { kind: 'misfit' }>,
  form: Form,
): boolean {
  return reading.kind === 'value'
    ? reading.shows.length === 0 || reading.shows.includes(form)
    : reading.alternatives.some((alternative) => alternative.form === form);
}

function increase(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
