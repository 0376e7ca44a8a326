import { describe, expect, it } from 'vitest';
import { readPrice } from './read-price.ts';

const read = (text: string) => {
  const { amount, currency } = readPrice(text);
  return amount.kind === 'value' ? [amount.value, currency] : amount.kind;
};

describe('a price', () => {
  it.each([
    ['12,90 €', 12.9, 'EUR'],
    ['ab 12,90\u00a0€', 12.9, 'EUR'],
    ['€12.90', 12.9, 'EUR'],
    ['EUR 12.90', 12.9, 'EUR'],
    ['12.90EUR', 12.9, 'EUR'],
    ["CHF 1'299.–", 1299, 'CHF'],
    ['Fr. 12.50', 12.5, 'CHF'],
    ['19,-', 19, null],
    ['1.299,– €', 1299, 'EUR'],
    ['199:-', 199, null],
    ['US$ 12.90', 12.9, 'USD'],
    ['$12.90 USD', 12.9, 'USD'],
    ['$12.90', 12.9, '$'],
    ['R$ 1.299,90', 1299.9, 'BRL'],
    ['1 299,00 zł', 1299, 'PLN'],
    ['₹1,00,000', 100_000, 'INR'],
    ['¥1299', 1299, '¥'],
    ['199 kr.', 199, 'kr'],
    ['statt 19,99 €', 19.99, 'EUR'],
    ['12,90 €/kg', 12.9, 'EUR'],
    ['12,90 € *', 12.9, 'EUR'],
    ['12,90 € inkl. MwSt.', 12.9, 'EUR'],
    ['-12,90 €', -12.9, 'EUR'],
    ['.99 €', 0.99, 'EUR'],
    ['only ,99 EUR', 0.99, 'EUR'],
    ['Rs.99', 99, 'Rs'],
    ['\u2212€5', -5, 'EUR'],
    ['€ -5', -5, 'EUR'],
    ['1299', 1299, null],
    ['\u0661\u066c\u0662\u0669\u0669\u066b\u0665 ر.س.', 1299.5, 'SAR'],
  ])('is read: %s', (text, amount, currency) => {
    expect(read(text)).toEqual([amount, currency]);
  });

  it('knows its currency where the amount may be two', () => {
    expect(readPrice('$1,299')).toMatchObject({ amount: { kind: 'ambiguous' }, currency: '$' });
  });

  it('shows the decimal sign also where cents are left out', () => {
    expect(readPrice('1.299,-').amount).toMatchObject({ value: 1299, shows: [','] });
  });

  it.each([
    ['a range', '12,90 € – 15,00 €'],
    ['a range with one sign', '12 - 15 €'],
    ['two prices', '12,90 15,90 €'],
    ['an old and a new price', '19,99 € 12,90 €'],
    ['a price for an amount', '9,99 € / 100 g'],
    ['two currencies', 'US$12 CAD'],
    ['millions', '$5 million'],
    ['millions in German', '5 Mio. €'],
    ['millions in Russian', '5 млн ₽'],
    ['ten thousands', '¥5万'],
    ['an Indian hundred thousand', '₹5 lakh'],
    ['a letter that multiplies', '$5M'],
    ['another letter', '€5k'],
    ['cents', '99 ct'],
    ['cents by their sign', '99¢'],
    ['a share', '-20 %'],
    ['about', '~12 €'],
    ['at most', '<12 €'],
    ['an open range', '12 € –'],
    ['a word and a number', 'Size 42'],
    ['a word', 'free'],
    ['nothing', ''],
  ])('is not read: %s (%s)', (_, text) => {
    expect(read(text)).toBe('misfit');
  });
});
