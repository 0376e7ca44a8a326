import { currencyOf } from './currencies.ts';
import { isMagnitude } from './magnitudes.ts';
import { plainText } from './plain-text.ts';
import { type DecimalSign, decimalSigns, numberOf } from './read-number.ts';
import { misfit, type Reading, readByForm } from './reading.ts';

export interface Price {
  /** The amount, as the column's form says. */
  readonly amount: Reading<DecimalSign, number>;
  /** The ISO 4217 code; the sign where several currencies share it ("$"); null if the text has none. */
  readonly currency: string | null;
}

const noPrice: Price = { amount: misfit, currency: null };

/** With a decimal sign in front (".99"), unless that ends a word or a number before it ("Rs.99"). */
const amounts = /(?:(?<![\p{L}\d.,])[.,])?\d(?:[\d.,'٬٫ ]*\d)?/gu;
/** "19,-", "1'299.–", "199:-": no cents. */
const noCents = /^([.,:]) ?[-\u2013\u2014]{1,2}/;
const signBefore = /(?:^|[^\p{L}\d])([\p{L}\p{M}]{0,3}\p{Sc}|[\p{L}\p{M}.]{2,5}\p{Sc}?) ?$/u;
const signBehind =
  /^ ?(\p{Sc}[\p{L}]{0,3}|[\p{L}\p{M}]{1,2}\p{Sc}|[\p{L}\p{M}]+(?:\.[\p{L}\p{M}]+)*\.?)/u;
/** What may stand around a price. No dash (a range that is open), no "<" or "~" (about), no percent sign. */
const around = /^[\p{L}\p{M}\s.,:;*()[\]/!?"'+&®™†]*$/u;

/**
 * A single price: "12,90 €", "ab 1'299.– CHF", "$1,299.00", "1.299,00 € inkl. MwSt.". Words may stand around it
 * where a currency tells what the number is. Ranges, two prices, cents ("99 ct") and large words ("5 Mio. €")
 * are misfits.
 */
export function readPrice(text: string): Price {
  const plain = plainText(text);
  const found = [...plain.matchAll(amounts)];
  const [only] = found;
  if (only === undefined || found.length > 1) return noPrice;
  const [digits] = only;
  const before = signOf(plain.slice(0, only.index));
  const cents = noCents.exec(plain.slice(only.index + digits.length));
  const rest = plain.slice(only.index + digits.length + (cents?.[0].length ?? 0));
  const ahead = ofSign(signBefore, before.text);
  const behind = ofSign(signBehind, rest);
  const currency = together(ahead?.currency, behind?.currency);
  if (currency === 'two') return noPrice;
  // The sign of the amount may stand before the currency as well: -€5.
  const outer = ahead === null ? before : signOf(before.text.slice(0, ahead.at));
  const isNegative = before.isNegative || (ahead !== null && outer.isNegative);
  const words = [outer.text, behind === null ? rest : rest.slice(behind.end)];
  if (!mayStand(words, currency, behind === null)) return noPrice;
  const amount = readByForm(decimalSigns, (decimal) => {
    if (cents !== null && cents[1] !== ':' && cents[1] !== decimal) return null;
    const value = numberOf(digits, decimal);
    if (value === null || (cents !== null && !Number.isInteger(value))) return null;
    return isNegative && value !== 0 ? -value : value;
  });
  return amount.kind === 'misfit' ? noPrice : { amount, currency };
}

function signOf(text: string): { readonly isNegative: boolean; readonly text: string } {
  const sign = /(?:^|\s|\p{Sc})([+-]) ?$/u.exec(text);
  if (sign === null) return { isNegative: false, text };
  return { isNegative: sign[1] === '-', text: text.replace(/[+-] ?$/, '') };
}

function ofSign(pattern: RegExp, text: string) {
  const found = pattern.exec(text);
  const sign = found?.[1] ?? '';
  const currency = found === null ? null : currencyOf(sign);
  if (found === null || currency === null) return null;
  const end = found.index + found[0].length;
  return { currency, at: found.index + found[0].indexOf(sign), end };
}

/** Two signs of one currency are one: "$12.90 USD". */
function together(ahead: string | undefined, behind: string | undefined): string | null | 'two' {
  if (ahead === undefined || behind === undefined) return ahead ?? behind ?? null;
  if (ahead === behind) return ahead;
  const isCode = (currency: string) => /^[A-Z]{3}$/.test(currency);
  if (isCode(behind) && !isCode(ahead)) return behind;
  if (isCode(ahead) && !isCode(behind)) return ahead;
  return 'two';
}

function mayStand(
  [before = '', behind = '']: readonly string[],
  currency: string | null,
  touches: boolean,
): boolean {
  if (currency === null) return /^\s*$/.test(before + behind);
  // "$5M": what touches the number belongs to it.
  if (touches && /^[\p{L}\p{M}]/u.test(behind)) return false;
  return [before, behind].every(
    (text) =>
      around.test(text) && text.split(/[^\p{L}\p{M}.]+/u).every((word) => !isMagnitude(word)),
  );
}
