import { plainText } from './plain-text.ts';
import { misfit, plainValue, type Reading, readByForm } from './reading.ts';

/** The decimal sign of a column. */
export const decimalSigns = ['.', ','] as const;
export type DecimalSign = (typeof decimalSigns)[number];

/** More digits than a double holds for certain: the number would lose some of them. */
const mostDigits = 15;

const simple = /^\d{1,15}$/;
const signed = /^([+-]?) ?([\d.,'٬٫ ]*\d)(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * A number that stands alone. A unit, a percent sign or a word beside it makes it a misfit: "5 Mio." is not 5,
 * and a column with "500 g" and "1.2 kg" has no numbers that could be compared. Cleaning takes them off.
 */
export function readNumber(text: string): Reading<DecimalSign, number> {
  if (simple.test(text)) return plainValue(Number(text));
  const found = signed.exec(plainText(text));
  if (found === null) return misfit;
  const [, sign = '', digits = '', exponent] = found;
  // "1E5" is a name as often as a number.
  if (exponent !== undefined && /^\d+$/.test(exponent) && simple.test(digits)) return misfit;
  return readByForm(decimalSigns, (decimal) => withSign(sign, numberOf(digits, decimal), exponent));
}

function withSign(sign: string, value: number | null, exponent = '0'): number | null {
  if (value === null) return null;
  const result = Number(`${value}e${exponent}`);
  return sign === '-' && result !== 0 ? -result : result;
}

/**
 * The number that digits with signs between them are, if `decimal` is the decimal sign; null if none. The
 * digits are plain text; see there.
 */
export function numberOf(digits: string, decimal: DecimalSign): number | null {
  // The signs of Arabic have one meaning: the first groups, the second is the decimal sign.
  const sign = digits.includes('٫') ? '٫' : decimal;
  const [whole = '', fraction, ...more] = digits.split(sign);
  if (more.length > 0) return null;
  if (fraction !== undefined && !/^\d+$/.test(fraction)) return null;
  const plain = whole === '' && fraction !== undefined ? '0' : ungrouped(whole, sign);
  if (plain === null) return null;
  const written = `${plain}.${fraction ?? '0'}`;
  if (written.replace(/^0+\.?0*|\.0*$|\./g, '').length > mostDigits) return null;
  return Number(written);
}

const firstGroup = /^[1-9]\d{0,2}$/;
const threeDigits = /^\d{3}$/;

/** Digits in groups of three behind one and the same sign, or as in India: 1,00,000. */
function ungrouped(whole: string, decimal: string): string | null {
  if (/^\d+$/.test(whole)) return whole;
  const sign = /\D/.exec(whole)?.[0] ?? '';
  if (sign === decimal || (decimal === '٫' && sign !== '٬')) return null;
  const [first = '', ...groups] = whole.split(sign);
  const isGrouped =
    (firstGroup.test(first) && groups.every((group) => threeDigits.test(group))) ||
    (sign === ',' && isIndian(first, groups));
  return isGrouped ? first + groups.join('') : null;
}

function isIndian(first: string, groups: readonly string[]): boolean {
  return (
    groups.length > 1 &&
    /^[1-9]\d?$/.test(first) &&
    groups.slice(0, -1).every((group) => /^\d\d$/.test(group)) &&
    threeDigits.test(groups.at(-1) ?? '')
  );
}
