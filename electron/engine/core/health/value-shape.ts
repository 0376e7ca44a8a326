/** A shape tells prices from words and dates from numbers by the beginning of a value; this is enough for it. */
const mostRead = 64;
const mostKept = 24;

const separators = ".,' \u00a0\u202f";

/**
 * The shape of a value: words become `a`, numbers with their separators `9`, white space one space, and all
 * other characters stay. "£1,299.00" and "£5" have the shape "£9", "In stock (22 available)" has "a (9 a)".
 */
export function shapeOf(value: string): string {
  const end = Math.min(value.length, mostRead);
  let shape = '';
  let last = '';
  for (let at = 0; at < end && shape.length < mostKept; at++) {
    const code = value.charCodeAt(at);
    let part: string;
    if (isDigit(code)) part = '9';
    else if (isLetter(code)) part = 'a';
    else if (last === '9' && joinsDigits(value, at)) continue;
    else if (last === 'a' && joinsLetters(value, at)) continue;
    else part = code <= 32 || code === 0xa0 ? ' ' : value.charAt(at);
    if (part === last && (part === 'a' || part === '9' || part === ' ')) continue;
    shape += part;
    last = part;
  }
  return shape;
}

function joinsDigits(value: string, at: number): boolean {
  return separators.includes(value.charAt(at)) && isDigit(value.charCodeAt(at + 1));
}

function joinsLetters(value: string, at: number): boolean {
  return " '’-".includes(value.charAt(at)) && isLetter(value.charCodeAt(at + 1));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The letters of every script stand above the signs of Latin-1; currency signs and dashes do not count. */
function isLetter(code: number): boolean {
  if (code < 0xc0) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return code < 0x2000 || code > 0x2bff;
}
