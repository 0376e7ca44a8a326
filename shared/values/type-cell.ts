import { assertNever } from '../assert-never.ts';
import { type FormDecision, formOf } from './column-form.ts';
import { isGregorian } from './form-of-language.ts';
import { readPicture, readUrl } from './read/read-address.ts';
import { readDate } from './read/read-date.ts';
import { readNumber } from './read/read-number.ts';
import { readPrice } from './read/read-price.ts';
import { readYesNo } from './read/read-yes-no.ts';
import { plainValue, type Reading } from './read/reading.ts';
import type { Cell, Form, ValueType } from './value-type.ts';

/** A text that is not empty, read as a value of its column's type. */
export interface CellReading {
  readonly text: string;
  readonly reading: Reading<Form, string | number>;
  /** For prices; see `Price`. */
  readonly currency: string | null;
}

/** The value of a cell, and what became of its text. A text that could not be read is kept as it is. */
export interface TypedCell {
  readonly cell: Cell;
  readonly state: 'value' | 'undecided' | 'misfit';
}

/**
 * @param text not empty
 * @param language of its page: the tag of `<html lang>`; null if it has none
 */
export function readCell(type: ValueType, text: string, language: string | null): CellReading {
  if (type !== 'price') return { text, reading: readAs(type, text, language), currency: null };
  const { amount, currency } = readPrice(text);
  return { text, reading: amount, currency };
}

function readAs(
  type: Exclude<ValueType, 'price'>,
  text: string,
  language: string | null,
): Reading<Form, string | number> {
  switch (type) {
    case 'text':
      return plainValue(text);
    case 'number':
      return readNumber(text);
    case 'date':
      return readDate(text, { isGregorian: language === null || isGregorian(language) });
    case 'url':
      return readUrl(text);
    case 'picture':
      return readPicture(text);
    case 'yesno':
      return readYesNo(text);
    default:
      return assertNever(type);
  }
}

/** What a text is by the decision of its column. */
export function settleCell({ text, reading }: CellReading, decision: FormDecision): TypedCell {
  const asText = (state: 'undecided' | 'misfit'): TypedCell => ({ cell: text, state });
  const form = formOf(decision);
  switch (reading.kind) {
    case 'misfit':
      return asText('misfit');
    case 'value': {
      const fits = form === null || reading.shows.length === 0 || reading.shows.includes(form);
      return fits ? { cell: reading.value, state: 'value' } : asText('misfit');
    }
    case 'ambiguous': {
      if (form === null) return asText('undecided');
      const meant = reading.alternatives.find((alternative) => alternative.form === form);
      return meant === undefined ? asText('misfit') : { cell: meant.value, state: 'value' };
    }
    default:
      return assertNever(reading);
  }
}
