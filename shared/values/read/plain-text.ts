/** The digit 0 of the scripts whose digits the web uses beside the ASCII ones (Unicode, category Nd). */
const zeros = '٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐０';

const otherDigit = /(?![0-9])\p{Nd}/gu;
const spaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\n\r]/g;
/** Marks of direction, which Intl writes around numbers of Arabic and Hebrew, and invisible characters. */
const unseen = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const apostrophes = /[\u2018\u2019\u02bc\u00b4\uff07]/g;
const minus = /[\u2212\ufe63\uff0d]/g;
const fullWidth = /[\uff01-\uff0f\uff1a-\uff5e]/g;
const unusual = /[^\x20-\x7e]/;

/**
 * The text with ASCII digits, plain blanks, one kind of apostrophe and of minus, and without invisible
 * characters, so that the rules of numbers and dates have one spelling to deal with.
 */
export function plainText(text: string): string {
  if (!unusual.test(text)) return text.trim();
  return text
    .replace(unseen, '')
    .replace(spaces, ' ')
    .replace(apostrophes, "'")
    .replace(minus, '-')
    .replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(otherDigit, asciiDigit)
    .trim();
}

/** Digits of a script stand one behind the other. Those of a script that is not listed stay as they are. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  for (const zero of zeros) {
    const value = code - (zero.codePointAt(0) ?? 0);
    if (value >= 0 && value <= 9) return String(value);
  }
  return digit;
}
