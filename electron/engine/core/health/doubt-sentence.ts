import { assertNever } from '#shared/assert-never.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { listedFields } from '#shared/listed.ts';

/** The last pages of a run: those that give the reason to doubt, and those among them that do not. */
export interface LastPages {
  readonly empty: number;
  readonly late: number;
}

/** Why a run should pause. */
export type HealthDoubt =
  | { readonly kind: 'wrong-pages'; readonly pages: number }
  | { readonly kind: 'nothing'; readonly last: LastPages }
  | { readonly kind: 'required'; readonly fields: readonly string[]; readonly last: LastPages }
  | {
      readonly kind: 'stopped';
      readonly fields: readonly string[];
      readonly host: string;
      readonly last: LastPages;
    };

const thenWhat =
  'The run was paused so that the rest is not lost the same way: look at the fields, or go on. Mended fields hold from the next run on, and for kept pages that are read again.';

/** A doubt in the results of a run as the reason of its pause. */
export function doubtSentence(doubt: HealthDoubt): string {
  return `${cause(doubt)} ${thenWhat}`;
}

function cause(doubt: HealthDoubt): string {
  switch (doubt.kind) {
    case 'wrong-pages':
      return `The last ${formatQuantity(doubt.pages, 'page')} led to a log-in, to a home page or to one and the same page, or are empty without their scripts.`;
    case 'nothing':
      return `No field found a value in ${inLast(doubt.last)}.`;
    case 'required': {
      const [are, fields] = doubt.fields.length === 1 ? ['is', 'field'] : ['are', 'fields'];
      return `The required ${fields} ${names(doubt.fields)} ${are} empty in ${inLast(doubt.last)}.`;
    }
    case 'stopped': {
      const [are, were] = doubt.fields.length === 1 ? ['is', 'was'] : ['are', 'were'];
      return `${names(doubt.fields)} ${are} empty in ${inLast(doubt.last)} of ${doubt.host}, and ${were} filled in most before.`;
    }
    default:
      return assertNever(doubt);
  }
}

function inLast({ empty, late }: LastPages): string {
  const all = formatQuantity(empty + late, 'page');
  return late === 0 ? `the last ${all}` : `${formatCount(empty)} of the last ${all}`;
}

function names(fields: readonly string[]): string {
  return listedFields(
    fields.map((name) => `"${name}"`),
    5,
  );
}
