import { languages } from './languages.ts';

/** Names of months (1 to 12) or weekdays (0 is Sunday), in lower case, of all languages together. */
type Names = ReadonlyMap<string, ReadonlySet<number>>;

let names: { readonly months: Names; readonly weekdays: Names } | undefined;
const none: ReadonlySet<number> = new Set();

/** The months that a word names; several where languages differ; empty for a word that names none. */
export function monthsOf(word: string): ReadonlySet<number> {
  names ??= readNames();
  return names.months.get(word) ?? none;
}

export function weekdaysOf(word: string): ReadonlySet<number> {
  names ??= readNames();
  return names.weekdays.get(word) ?? none;
}

/** Names differ in their case and length where they stand alone and where they stand in a date. */
const styles: readonly Intl.DateTimeFormatOptions[] = [
  { month: 'long' },
  { month: 'short' },
  { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
];

/** Days of all months and all weekdays. */
const days = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 15)));

function readNames() {
  const months = new Map<string, Set<number>>();
  const weekdays = new Map<string, Set<number>>();
  for (const language of languages) {
    for (const style of styles) {
      const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
        ...style,
        timeZone: 'UTC',
      });
      for (const day of days) {
        for (const { type, value } of format.formatToParts(day)) {
          if (type === 'month') note(months, value, day.getUTCMonth() + 1);
          if (type === 'weekday') note(weekdays, value, day.getUTCDay());
        }
      }
    }
  }
  return { months, weekdays };
}

function note(names: Map<string, Set<number>>, written: string, number: number): void {
  for (const name of spellings(written)) {
    names.set(name, (names.get(name) ?? new Set<number>()).add(number));
  }
}

/** With its accents and without, since they are often left out; a name with a digit is none. */
function spellings(name: string): string[] {
  const plain = name.toLowerCase().replace(/\.$/, '').normalize('NFC');
  if (plain === '' || /[\d.\s-]/.test(plain)) return [];
  return [...new Set([plain, withoutAccents(plain)])];
}

/** Only where the marks are accents: in other scripts they are letters. */
function withoutAccents(name: string): string {
  return /^[\p{Script=Latin}\p{Script=Greek}]+$/u.test(name)
    ? name.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')
    : name;
}
