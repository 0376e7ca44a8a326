import { monthsOf, weekdaysOf } from './date-names.ts';
import { plainText } from './plain-text.ts';
import { type FoundTime, findTime } from './read-time.ts';
import { misfit, type Reading, readByForm } from './reading.ts';

/** The order of day, month and year in the numeric dates of a column. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** Day, month and year, as they were written. */
interface Parts {
  readonly year: string;
  readonly month: number;
  readonly day: number;
}

/** The Gregorian calendar began in 1582; years of other calendars lie outside mostly: 1447, 2569. */
const years = { from: 1583, to: 2200 };

/** Words of a date that say nothing about it. */
const fillers = new Set(
  'de del of the le el il den der d am um on at à a às las kl o г года р року ع ngày di do da v ve la les th st nd rd er re'.split(
    ' ',
  ),
);

/**
 * A date, with or without a time, as ISO 8601 writes it: "2026-04-03", "2026-04-03T14:30:00", and in UTC where the
 * text names a zone, so that all sort as text: "2026-04-03T12:30:00Z". Relative ("yesterday") and incomplete
 * dates are misfits, as is a text with other words: cleaning takes them off.
 *
 * @param isGregorian false on a page whose language counts the years otherwise: those of two digits are then unknown
 */
export function readDate(
  text: string,
  { isGregorian = true }: { readonly isGregorian?: boolean } = {},
): Reading<DateOrder, string> {
  const plain = plainText(text).toLowerCase().normalize('NFC');
  if (plain.length > 100 || !/\d/.test(plain)) return misfit;
  const iso = /^(\d{4}-\d{2}-\d{2})t(?=\d{2}:\d{2})/.test(plain) ? plain.replace('t', ' ') : plain;
  const time = findTime(iso, iso !== plain);
  const rest = (time?.rest ?? iso).trim().replace(/ ?,$/, '');
  const parts = numbersOnly(rest) ?? withNames(rest);
  if (parts === null) return misfit;
  return readByForm(dateOrders, (order) => {
    const found = parts(order);
    if (found === null || !(isGregorian || rest.includes(found.year))) return null;
    return withTime(found, time);
  });
}

/** The parts of a date by its order; null under an order that does not fit. */
type PartsByOrder = (order: DateOrder) => Parts | null;

const marked = /(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号]/;
const numeric = /^(\d{1,4})( ?[./-] ?| )(\d{1,2})\2(\d{1,4})\.?(?: г\.?)?$/;

function numbersOnly(text: string): PartsByOrder | null {
  const found = numeric.exec(unmarked(text));
  if (found === null) return null;
  const [, first = '', , second = '', third = ''] = found;
  return (order) => {
    if (first.length > 2) return third.length > 2 ? null : partsOf(first, second, third);
    if (third.length > 2 && order === 'ymd') return null;
    switch (order) {
      case 'dmy':
        return partsOf(third, second, first);
      case 'mdy':
        return partsOf(third, first, second);
      case 'ymd':
        return partsOf(first, second, third);
    }
  };
}

/** 2026年4月3日(金) as 2026-4-3. */
function unmarked(text: string): string {
  const found = marked.exec(text);
  if (found === null) return text;
  const [all, year, month, day] = found;
  const others = text.replace(all, ' ');
  const isDay = /^[ (（]*([\p{L}]*)[)） ]*$/u.exec(others);
  if (isDay === null) return text;
  const weekday = isDay[1] ?? '';
  if (weekday !== '' && weekdaysOf(weekday).size === 0) return text;
  const date = `${year}-${month}-${day}`;
  return weekday === '' || fits(partsOf(year ?? '', month ?? '', day ?? ''), [weekday])
    ? date
    : text;
}

const word = /[\p{L}\p{M}]+/gu;

/** A date with the name of its month or weekday: "Fri, 3 April 2026", "April 3rd, 2026", "3 de abril de 2026". */
function withNames(text: string): PartsByOrder | null {
  if (!/^[\p{L}\p{M}\d .,/'()º°ª-]+$/u.test(text)) return null;
  const words = (text.match(word) ?? []).filter((name) => !fillers.has(name));
  const numbers = text.match(/\d+/g) ?? [];
  const others = (at: number) => words.filter((_, index) => index !== at);
  const areDays = (names: readonly string[]) => names.every((name) => weekdaysOf(name).size > 0);
  if (numbers.length === 3 && words.length > 0 && areDays(words)) {
    const parts = numbersOnly(text.replace(word, ' ').replace(/^[ .,()]+|[ .,()]+$/g, ''));
    return parts && ((order) => fitting(parts(order), words));
  }
  if (numbers.length !== 2) return null;
  // "mar" is a weekday and a month: it counts as the month if the others are weekdays.
  const months = words.flatMap((name, at) =>
    areDays(others(at)) ? [...monthsOf(name)].map((month) => ({ month, at })) : [],
  );
  const [first = '', second = ''] = numbers;
  return (order) => {
    const yearFirst = first.length === 4 || (order === 'ymd' && second.length < 4);
    const [year, day] = yearFirst ? [first, second] : [second, first];
    const found = months.flatMap(
      ({ month, at }) => fitting(partsOf(year, String(month), day), others(at)) ?? [],
    );
    const [only] = found;
    return only !== undefined && found.every((one) => same(one, only)) ? only : null;
  };
}

const same = (one: Parts, other: Parts): boolean =>
  one.year === other.year && one.month === other.month && one.day === other.day;

/** Null where there is no such day. */
function partsOf(year: string, month: string, day: string): Parts | null {
  if (day.length > 2 || month.length > 2) return null;
  const whole = wholeYear(year);
  if (whole === null) return null;
  const parts = { year: String(whole), month: Number(month), day: Number(day) };
  const date = dateOf(parts);
  const isReal = date.getUTCMonth() + 1 === parts.month && date.getUTCDate() === parts.day;
  return isReal ? parts : null;
}

/** Two digits are a year near to today: 00 to 39, 70 to 99. Others may be of either century. */
function wholeYear(year: string): number | null {
  const number = Number(year);
  if (year.length === 4) return number >= years.from && number <= years.to ? number : null;
  if (year.length !== 2) return null;
  if (number < 40) return 2000 + number;
  return number < 70 ? null : 1900 + number;
}

const dateOf = ({ year, month, day }: Parts): Date =>
  new Date(Date.UTC(Number(year), month - 1, day));

function fitting(parts: Parts | null, weekdays: readonly string[]): Parts | null {
  return fits(parts, weekdays) ? parts : null;
}

/** Whether the date falls on the weekday that the text names. */
function fits(parts: Parts | null, weekdays: readonly string[]): boolean {
  if (parts === null) return false;
  const day = dateOf(parts).getUTCDay();
  return weekdays.every((name) => weekdaysOf(name).has(day));
}

function withTime(parts: Parts, time: FoundTime | null): string {
  const iso = dateOf(parts).toISOString().slice(0, 10);
  if (time === null) return iso;
  if (time.offset === null) return `${iso}T${time.clock}`;
  const [clock = '', fraction] = time.clock.split('.');
  const utc = new Date(Date.parse(`${iso}T${clock}Z`) - time.offset * 60_000).toISOString();
  return `${utc.slice(0, 19)}${fraction === undefined ? '' : `.${fraction}`}Z`;
}
