import { assertNever } from '#shared/assert-never.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { listedFields } from '#shared/listed.ts';

/** Why a run should pause: `what` names the doubt, so that it is raised once. */
export type HealthDoubt =
  | { readonly kind: 'wrong-pages'; readonly pages: number }
  | { readonly kind: 'nothing'; readonly pages: number }
  | { readonly kind: 'required'; readonly fields: readonly string[]; readonly pages: number }
  | {
      readonly kind: 'stopped';
      readonly fields: readonly string[];
      readonly host: string;
      readonly pages: number;
    };

const thenWhat =
  'The run was paused so that the rest is not lost the same way: look at the fields, or go on. Mended fields hold from the next run on, and for kept pages that are read again.';

/** A doubt in the results of a run as the reason of its pause. */
export function doubtSentence(doubt: HealthDoubt): string {
  return `${cause(doubt)} ${thenWhat}`;
}

function cause(doubt: HealthDoubt): string {
  const pages = formatQuantity(doubt.pages, 'page');
  switch (doubt.kind) {
    case 'wrong-pages':
      return `The last ${pages} led to a log-in, to a home page or to one and the same page, or are empty without their scripts.`;
    case 'nothing':
      return `No field found a value in the last ${pages}.`;
    case 'required': {
      const [are, fields] = doubt.fields.length === 1 ? ['is', 'field'] : ['are', 'fields'];
      return `The required ${fields} ${names(doubt.fields)} ${are} empty in the last ${pages}.`;
    }
    case 'stopped': {
      const [are, were] = doubt.fields.length === 1 ? ['is', 'was'] : ['are', 'were'];
      return `${names(doubt.fields)} ${are} empty in the last ${formatCount(doubt.pages)} pages of ${doubt.host}, and ${were} filled in nearly all before.`;
    }
    default:
      return assertNever(doubt);
  }
}

function names(fields: readonly string[]): string {
  return listedFields(
    fields.map((name) => `"${name}"`),
    5,
  );
}
