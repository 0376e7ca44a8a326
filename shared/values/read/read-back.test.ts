import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOfLanguage, isGregorian } from '../form-of-language.ts';
import type { Form, ValueType } from '../value-type.ts';
import { readDate } from './read-date.ts';
import { readNumber } from './read-number.ts';
import { readPrice } from './read-price.ts';
import type { Reading } from './reading.ts';

/** Ten languages and more, with other digits, groups and calendars among them. */
const languages = [
  ...[
    'en-US',
    'en-GB',
    'en-IN',
    'de',
    'de-CH',
    'de-AT',
    'fr',
    'fr-CH',
    'es',
    'es-MX',
    'it',
    'pt-BR',
    'pt-PT',
  ],
  ...[
    'nl',
    'pl',
    'ru',
    'cs',
    'sv',
    'da',
    'fi',
    'hu',
    'tr',
    'el',
    'ja',
    'zh',
    'ko',
    'hi',
    'hi-u-nu-deva',
  ],
  ...['ar-EG', 'ar-SA', 'ar-AE', 'fa', 'he', 'th', 'bn', 'uk', 'ro', 'vi'],
];

/** Reads what Intl wrote, as the values of a column whose pages name their language. */
function meant<Value extends string | number>(
  reading: Reading<Form, Value>,
  language: string,
  type: ValueType,
): Value | null {
  if (reading.kind === 'misfit') return null;
  if (reading.kind === 'value') return reading.value;
  const form = formOfLanguage(language, type);
  return reading.alternatives.find((one) => one.form === form)?.value ?? null;
}

/** Formats are costly to make. */
function formats<Options, Format>(make: (tag: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (tag: string, options: Options): Format => {
    const key = tag + JSON.stringify(options);
    const format = made.get(key) ?? make(tag, options);
    made.set(key, format);
    return format;
  };
}
const numberFormat = formats(
  (tag, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options),
);
const dateFormat = formats(
  (tag, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }),
);

const number = fc
  .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, decimals]) => ({ value: digits / 10 ** decimals, decimals }));
const language = fc.constantFrom(...languages);

describe('what Intl writes', () => {
  it('is read as the same number, or not at all', () => {
    let read = 0;
    fc.assert(
      fc.property(language, number, fc.boolean(), (tag, { value, decimals }, useGrouping) => {
        const text = numberFormat(tag, {
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
          useGrouping,
        }).format(value);
        const found = meant(readNumber(text), tag, 'number');
        if (found === null) return;
        read += 1;
        expect([text, found]).toEqual([text, value === 0 ? 0 : value]);
      }),
      { numRuns: 800 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it('is read as the same price, or not at all', () => {
    let read = 0;
    fc.assert(
      fc.property(
        language,
        fc.integer({ min: -9_999_999, max: 99_999_999 }),
        fc.constantFrom(
          'EUR',
          'USD',
          'CHF',
          'GBP',
          'JPY',
          'PLN',
          'SEK',
          'INR',
          'BRL',
          'TRY',
          'RUB',
        ),
        fc.constantFrom('symbol', 'narrowSymbol', 'code', 'name'),
        (tag, cents, currency, currencyDisplay) => {
          const format = numberFormat(tag, {
            style: 'currency',
            currency,
            currencyDisplay,
          });
          const { maximumFractionDigits = 2 } = format.resolvedOptions();
          const value = cents / 10 ** maximumFractionDigits;
          const text = format.format(value);
          const price = readPrice(text);
          const found = meant(price.amount, tag, 'price');
          if (found === null) return;
          read += 1;
          expect([text, found]).toEqual([text, value === 0 ? 0 : value]);
          if (price.currency !== null && /^[A-Z]{3}$/.test(price.currency)) {
            expect([text, price.currency]).toEqual([text, currency]);
          }
        },
      ),
      { numRuns: 800 },
    );
    expect(read).toBeGreaterThan(400);
  });

  it('is read as the same date, or not at all', () => {
    let read = 0;
    const styles = fc.constantFrom<'full' | 'long' | 'medium' | 'short'>(
      'full',
      'long',
      'medium',
      'short',
    );
    const times = fc.constantFrom<'medium' | 'short' | null>('medium', 'short', null);
    const day = fc.date({
      min: new Date('1975-01-01'),
      max: new Date('2035-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(language, day, styles, times, (tag, date, dateStyle, timeStyle) => {
        const text = dateFormat(tag, {
          dateStyle,
          ...(timeStyle === null ? {} : { timeStyle }),
        }).format(date);
        const found = meant(readDate(text, { isGregorian: isGregorian(tag) }), tag, 'date');
        if (found === null) return;
        read += 1;
        const [iso = '', time = ''] = date.toISOString().split('T');
        expect([text, found.slice(0, 10)]).toEqual([text, iso]);
        if (timeStyle !== null)
          expect([text, found.slice(11, 16)]).toEqual([text, time.slice(0, 5)]);
      }),
      { numRuns: 800 },
    );
    expect(read).toBeGreaterThan(300);
  });

  it('of any language is read as the same date, or several', () => {
    fc.assert(
      fc.property(
        language,
        fc.date({ min: new Date('1975-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
        (tag, date) => {
          const text = dateFormat(`${tag}-u-ca-gregory`.replace('-u-nu-deva-u', '-u-nu-deva'), {
            year: 'numeric',
            month: '2-digit',
            day: '2-digit',
          }).format(date);
          const reading = readDate(text);
          const iso = date.toISOString().slice(0, 10);
          if (reading.kind === 'value') expect([text, reading.value]).toEqual([text, iso]);
          if (reading.kind === 'ambiguous') {
            expect(reading.alternatives.map(({ value }) => value)).toContain(iso);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
