/** What a value looks like. Two values of one field have the same shape on most pages. */
export type ValueShape = 'empty' | 'price' | 'date' | 'number' | 'address' | 'words' | 'text';

const months =
  'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|juni|juli|okt|dez|ene|abr|ago|dic|janv|févr|avr|juil|août|déc';
const date = new RegExp(
  `^\\D{0,20}(?:\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}|\\d{1,2}\\.? (?:${months})\\w*\\.?,? \\d{4}|(?:${months})\\w*\\.? \\d{1,2},? \\d{4})`,
  'i',
);

const price =
  /(?:[$€£¥₹₽]|\b(?:USD|EUR|GBP|CHF|JPY)\b)\s?\d|\d\s?(?:[€$£¥₹₽]|z\u0142|K\u010d|kr\b|(?:USD|EUR|GBP|CHF)\b)/;
export const isPrice = (text: string) => text.trim().length < 60 && price.test(text);

export function shapeOf(value: string): ValueShape {
  const text = value.trim();
  if (text === '') return 'empty';
  if (/^(?:https?:\/\/|mailto:|tel:)\S+$/i.test(text)) return 'address';
  if (text.length > 120) return 'text';
  if (isPrice(text)) return 'price';
  if (date.test(text)) return 'date';
  // With a unit, too: "2.4 kg", "85 %", "(1,204)".
  if (/^[(#≈~<>]*\s*[-+]?\d[\d.,\u00a0 ]*\s?(?:%|[\p{L}°²³/]{1,4})?\)?$/u.test(text))
    return 'number';
  return 'words';
}

export function shapeInWords(shape: ValueShape): string {
  const words = {
    empty: 'nothing',
    price: 'a price',
    date: 'a date',
    number: 'a number',
    address: 'an address',
    words: 'a few words',
    text: 'a long text',
  } as const;
  return words[shape];
}

/** A description may be long on one page and short on another; a price is none only where it is another value. */
export function isSameShape(one: ValueShape, other: ValueShape): boolean {
  const isText = (shape: ValueShape) => shape === 'words' || shape === 'text';
  return one === other || (isText(one) && isText(other));
}
