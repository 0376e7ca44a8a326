import { languages } from './languages.ts';

/** What Intl does not write: English in India, and spellings that people use. */
const more = [
  'lakh',
  'lakhs',
  'lac',
  'lacs',
  'crore',
  'crores',
  'cr',
  'mln',
  'mlrd',
  'mill',
  'thousands',
  'millions',
  'billions',
];

let words: ReadonlySet<string> | undefined;

/** Whether a word multiplies the number before it: "million", "Mio.", "тыс.", "万". Without marks at its end. */
export function isMagnitude(word: string): boolean {
  words ??= new Set([...languages.flatMap(wordsOf), ...more]);
  return words.has(word.toLowerCase().replace(/\.$/, ''));
}

/** The words of the short forms of numbers in a language, as Intl writes them. */
function wordsOf(language: string): string[] {
  const found: string[] = [];
  for (const compactDisplay of ['short', 'long'] as const) {
    const format = new Intl.NumberFormat(language, { notation: 'compact', compactDisplay });
    for (let power = 3; power <= 13; power++) {
      for (const factor of [1, 2, 5]) {
        for (const { type, value } of format.formatToParts(factor * 10 ** power)) {
          if (type === 'compact') found.push(...value.toLowerCase().split(/[\s.]+/));
        }
      }
    }
  }
  return found.filter((word) => word !== '');
}
