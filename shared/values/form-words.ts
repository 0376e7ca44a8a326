import { assertNever } from '../assert-never.ts';
import { formatQuantity } from '../format.ts';
import type { FormDecision } from './column-form.ts';
import type { Form, ValueType } from './value-type.ts';

export const typeLabels: Readonly<Record<ValueType, string>> = {
  text: 'Text',
  number: 'Number',
  price: 'Price',
  date: 'Date',
  url: 'URL',
  picture: 'Picture',
  yesno: 'Yes or no',
};

/** The name of a form, as it is chosen and told. */
export const formLabels: Readonly<Record<Form, string>> = {
  '.': 'Point is the decimal sign',
  ',': 'Comma is the decimal sign',
  dmy: 'Day, month, year',
  mdy: 'Month, day, year',
  ymd: 'Year, month, day',
};

/** How the values of a column are read, and why, as a sentence. */
export function formSentence(decision: FormDecision): string {
  switch (decision.kind) {
    case 'set':
      return `${formLabels[decision.form]}, as set.`;
    case 'values':
      return `${formLabels[decision.form]} (seen in ${formatQuantity(decision.values, 'value', 'values')}).`;
    case 'language':
      return `${formLabels[decision.form]} (by the language of the page).`;
    case 'undecided':
      return 'Undecided: values with several readings stay as text.';
    case 'contradiction': {
      const shown = decision.shown.map(
        ({ form, values }) => `${formLabels[form].toLowerCase()} in ${values}`,
      );
      return `The values contradict one another (${shown.join(', ')}): those with several readings stay as text.`;
    }
    default:
      return assertNever(decision);
  }
}
