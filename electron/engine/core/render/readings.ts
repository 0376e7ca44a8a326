import type { Field } from '#shared/job/job.ts';

/** The rows of a page: one list of values a row, in the order of the fields. */
export type Reading = readonly (readonly string[])[];

/** Stands for the rows themselves in lists of fields: `each` has matched nothing. */
export const noRow = -1;

/** The fields that lack a value in some row, by number; `noRow` alone for a page without rows. */
export function emptyFields(reading: Reading, fields: readonly Field[]): readonly number[] {
  if (reading.length === 0) return [noRow];
  const empty: number[] = [];
  fields.forEach((field, index) => {
    if (reading.some((row) => !isFull(row[index], field))) empty.push(index);
  });
  return empty;
}

/** The number of rows that have a value for a field; for `noRow`, the number of rows. */
export function fullRows(reading: Reading, fields: readonly Field[], index: number): number {
  const field = fields[index];
  if (field === undefined) return reading.length;
  return reading.reduce((sum, row) => sum + (isFull(row[index], field) ? 1 : 0), 0);
}

/**
 * The reading of a page that has more values: never a mixture of both. The rendered one wins a tie, as that
 * is what a person sees.
 */
export function fuller(
  fetched: Reading,
  rendered: Reading,
  fields: readonly Field[],
): 'fetched' | 'rendered' {
  const lost = fetched.length > 0 && rendered.length === 0;
  return !lost && fullness(rendered, fields) >= fullness(fetched, fields) ? 'rendered' : 'fetched';
}

/** The number of values of a reading, over all its rows. */
function fullness(reading: Reading, fields: readonly Field[]): number {
  return fields.reduce((sum, _, index) => sum + fullRows(reading, fields, index), 0);
}

function isFull(value: string | undefined, { take }: Field): boolean {
  if (value === undefined || value === '') return false;
  if (take === 'count') return value !== '0';
  if (take === 'exists') return value !== 'false';
  return value.length > longestPlaceholder || !placeholder.test(value);
}

const longestPlaceholder = 100;
/**
 * Texts that stand where a script has not put the value yet. A page that has one of them for good costs a
 * few comparisons, which show that it stays.
 */
const placeholder =
  /\{\{[^{}]*\}\}|\$\{[^{}]*\}|<%.*%>|^(?:undefined|null|NaN|[\s\-–—_.…]+|(?:loading|please wait|wird geladen|chargement|cargando|caricamento|carregando)[\s.…]*)$/i;
