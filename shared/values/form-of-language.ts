import { type DateOrder, dateOrders } from './read/read-date.ts';
import { type DecimalSign, decimalSigns } from './read/read-number.ts';
import type { Form, ValueType } from './value-type.ts';

/**
 * Languages whose countries write differently, so that a page has to name its country: Spain writes 1.299,00 and
 * Mexico 1,299.00; Britain writes 25/12 and the United States 12/25.
 */
const differing = { decimal: ['es'], dates: ['en'] };

const known = new Map<string, Form | null>();
const mostKnown = 1000;

/**
 * How a language writes numbers or dates, by its tag (`<html lang>`, BCP 47). Null: unknown, or its countries
 * differ.
 */
export function formOfLanguage(language: string, type: ValueType): Form | null {
  if (type !== 'number' && type !== 'price' && type !== 'date') return null;
  const key = `${type === 'date'} ${language}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const form = type === 'date' ? orderOf(language) : decimalOf(language);
  if (known.size < mostKnown) known.set(key, form);
  return form;
}

/** Whether the dates of a page with this language count the years as the Gregorian calendar does. */
export function isGregorian(language: string): boolean {
  const tag = tagOf(language);
  if (tag === null) return true;
  const found = calendars.get(tag) ?? new Intl.DateTimeFormat(tag).resolvedOptions().calendar;
  if (calendars.size < mostKnown) calendars.set(tag, found);
  return found === 'gregory';
}

const calendars = new Map<string, string>();

function decimalOf(language: string): DecimalSign | null {
  const tag = tagOf(language);
  if (tag === null || differing.decimal.includes(tag)) return null;
  const written = new Intl.NumberFormat(tag)
    .formatToParts(1.5)
    .find(({ type }) => type === 'decimal')?.value;
  return decimalSigns.find((sign) => sign === written) ?? null;
}

function orderOf(language: string): DateOrder | null {
  const tag = tagOf(language);
  if (tag === null || differing.dates.includes(tag)) return null;
  const written = new Intl.DateTimeFormat(`${tag}-u-ca-gregory`, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
    .formatToParts(0)
    .flatMap(({ type }) => (type === 'year' || type === 'month' || type === 'day' ? type[0] : []))
    .join('');
  return dateOrders.find((order) => order === written) ?? null;
}

/** The tag without extensions; null if it is none, or of a language that Intl does not know. */
function tagOf(language: string): string | null {
  try {
    const { baseName } = new Intl.Locale(language.trim().replaceAll('_', '-'));
    return Intl.NumberFormat.supportedLocalesOf(baseName).length > 0 ? baseName : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
