/**
 * Makes a cell harmless that a spreadsheet would run as a formula (OWASP, "CSV injection"): an
 * apostrophe goes in front of the character that makes it one, and the spreadsheet takes it as text.
 *
 * A reader may split at other places than the writer: Excel splits at the separator of its locale, other
 * programs ignore quotes. So a part of the cell counts as a separate cell wherever one may begin: behind a
 * comma, semicolon, pipe, tab or line end.
 *
 * Values that only look like a formula stay as they are: numbers with a sign, with or without currency,
 * percent sign and unit, phone numbers, a dash alone. A spreadsheet takes them as numbers or, since they are
 * no valid formula, as text. `-2020-01-01`, a sum with the value -2022, and `@name`, which Excel shows as an
 * error, are guarded too.
 */
export function guardFormulas(text: string): string {
  let safe = '';
  let copied = 0;
  let rest: Rest | undefined;
  opening.lastIndex = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const at = found.index;
    const begins = cellBefore(text, at);
    if (begins === null) continue;
    rest ??= restOf(text);
    if (isHarmless(text, at, begins, rest)) continue;
    safe += `${text.slice(copied, at)}'`;
    copied = at;
  }
  return safe === '' ? text : safe + text.slice(copied);
}

/** A cell without one of these has no call, no DDE link and no reference into another file. */
export const running = /[(!#[\uff08\uff01\uff03\uff3b]/;

/** The first character of a formula. Excel takes the full-width and the small forms as well. */
const opening = /[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]/g;

/** Characters at which a reader may end a cell. */
const separator = /[,;|\t\n\r\v\f\u0085\u2028\u2029]/;

/** Characters that a reader may drop before a value: blanks, invisible characters, quotes. */
const dropped = /[\s\p{Cc}\p{Cf}"]/u;

/** Whether the character at `at` is the first of the whole cell, or of a part that may become a cell. */
function cellBefore(text: string, at: number): 'whole' | 'part' | null {
  for (let before = at - 1; before >= 0; before--) {
    const character = text.charAt(before);
    if (separator.test(character)) return 'part';
    if (!dropped.test(character)) return null;
  }
  return 'whole';
}

/** Facts about the text behind an opening, computed once, since texts are long. */
interface Rest {
  /** The index of the last character of `running`; -1 where there is none. */
  readonly lastRunning: number;
  /** The text ends like a value, so that a quote behind it continues no formula. */
  readonly closed: boolean;
}

function restOf(text: string): Rest {
  let lastRunning = text.length - 1;
  while (lastRunning >= 0 && !running.test(text.charAt(lastRunning))) lastRunning--;
  return { lastRunning, closed: /[\p{L}\p{M}\p{N}.?…]$/u.test(text.trimEnd()) };
}

/** A sign in front of a value. */
const sign = '[+\\-\\uff0b\\uff0d\\ufe62\\ufe63]';

/**
 * The text behind a number: the end, a separator, or a character that cannot follow a number in a formula
 * (not an operator), so that the whole is no valid formula.
 */
const afterNumber = '(?=\\s*(?:$|[,;|\\p{L}\\p{M}\\p{Sc}°′″–—…·±×‰?])|\\s+\\p{N})';

const digits =
  "(?:\\p{Nd}+(?:[.,'’\\s]\\p{Nd}+)*|[.,]\\p{Nd}+)(?:[eE][+-]?\\p{Nd}+)?\\.?(?:\\s*[%‰％])?";

/**
 * -5; -1.234,50 €; -€ 5.00; -EUR 5; +1.5e3; -20 °C; - 3 kg; -5 %. The digits are taken whole or not at
 * all (by a look ahead, since JavaScript has no atomic groups): -12*A1 does not begin with the number -1.
 */
const number = new RegExp(
  `${sign}\\s*(?:\\p{Sc}\\s*|\\p{L}{1,3}\\p{Sc}?\\.?\\s+)?(?=(${digits}))\\1${afterNumber}`,
  'uy',
);

/** 7 to 15 digits (ITU-T E.164), in groups: +49 (0)30 1234-567. */
const phone =
  /[+\uff0b] ?\(?[1-9](?:[ \u00a0\u2009\u202f./()–-]{0,3}\d){6,14}(?=\s*(?:$|[,;|\n\r])|\s+\p{L})/uy;

/** A cell that consists only of dashes and similar characters. */
const dashes = /[+\-\uff0b\uff0d\s./_~–—]+$/uy;

/** A single dash among several values. Not at the end, where a closing quote could open a text. */
const dashBetween = new RegExp(`${sign}\\s*(?=[,;|])`, 'uy');

/** A dash and a word, as in a list. No CSV file can define a name that the word could stand for. */
const word = new RegExp(`${sign}\\s*\\p{L}[\\p{L}\\p{M}]*(?=$|[\\s,;|.?’…–—-])`, 'uy');

/** The price of a whole number, as in "19,-": see `isPriceWithDash`. */
const priceWithDash = /^[^",;|\t\n\r]*\d,\s?-$/u;

function isHarmless(text: string, at: number, begins: 'whole' | 'part', rest: Rest): boolean {
  const phoneEnd = endOf(phone, text, at);
  if (phoneEnd !== null) return rest.lastRunning < phoneEnd;
  if (rest.lastRunning > at) return false;
  if (endOf(number, text, at) !== null) return true;
  if (begins === 'whole') return endOf(dashes, text, at) !== null;
  return (
    endOf(dashBetween, text, at) !== null ||
    (rest.closed && endOf(word, text, at) !== null) ||
    (at === text.length - 1 && isPriceWithDash(text))
  );
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/**
 * Whether the cell is a price such as "19,-", which stays as it is. It must not be put in quotes
 * where the comma separates no columns: to a reader that splits at the comma the closing quote would
 * open a text behind a minus, and the next cells would be parts of its formula.
 */
export const isPriceWithDash = (text: string): boolean => priceWithDash.test(text);
