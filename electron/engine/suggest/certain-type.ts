import type { Field } from '#shared/job/job.ts';
import { readDate } from '#shared/values/read/read-date.ts';
import { readNumber } from '#shared/values/read/read-number.ts';
import { readPrice } from '#shared/values/read/read-price.ts';
import { readCell } from '#shared/values/type-cell.ts';
import type { ValueType } from '#shared/values/value-type.ts';

/** Fewer values do not show whether a column holds numbers. */
const fewestNumbers = 3;
/** Longer texts tell something, even if a price stands in them. */
const longestPrice = 40;
/** Columns of words, which hold a price, a date or a number by chance. */
const words = /(?:^|_)(?:title|heading|headings|name|description|text|author|brand|category)$/;
/** Names of columns whose digits are no amount: they may begin with a zero on another page. */
const named =
  /(?:^|_)(?:id|no|nr|num|number|sku|ean|gtin|isbn|zip|plz|code|postal|phone|tel|fax|article|artikel|ref|year)(?:_|$)/;

/**
 * What the values of a field are, where that is certain: all of them can be read so. With `field.type`, whether
 * they are what the field says.
 *
 * @param values of the page's rows; empty ones say nothing
 */
export function certainType(
  { name, type, all }: Field,
  values: readonly string[],
): Exclude<ValueType, 'text'> | undefined {
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0 || all === true) return undefined;
  const every = (test: (value: string) => boolean) => filled.every(test);
  if (type !== undefined && type !== 'text') {
    return every((value) => readCell(type, value, null).reading.kind !== 'misfit')
      ? type
      : undefined;
  }
  if (words.test(name)) return undefined;
  if (every(isPriceWithCurrency)) return 'price';
  if (every(isDateWithYear)) return 'date';
  return areNumbers(filled) && !named.test(name) ? 'number' : undefined;
}

function isPriceWithCurrency(text: string): boolean {
  if (text.length > longestPrice) return false;
  const { amount, currency } = readPrice(text);
  return amount.kind !== 'misfit' && currency !== null;
}

/** The numbers of a version (1.2.10) look like a date with a short year. */
function isDateWithYear(text: string): boolean {
  return /(?<!\d)\d{4}(?!\d)/.test(text) && readDate(text).kind !== 'misfit';
}

/** Digits that are all as long as each other may be years, postal codes or the numbers of articles. */
function areNumbers(values: readonly string[]): boolean {
  if (values.length < fewestNumbers) return false;
  const lengths = new Set(values.map((value) => value.replace(/\D/g, '').length));
  const isCode = lengths.size === 1 && !lengths.has(1) && !lengths.has(2) && !lengths.has(3);
  return (
    !isCode && values.every((value) => !/^0\d/.test(value) && readNumber(value).kind !== 'misfit')
  );
}
