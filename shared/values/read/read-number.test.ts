import { describe, expect, it } from 'vitest';
import { readNumber } from './read-number.ts';

const value = (text: string) => {
  const reading = readNumber(text);
  return reading.kind === 'value' ? [reading.value, reading.shows.join(' ')] : reading.kind;
};

describe('a number', () => {
  it.each([
    ['1299', 1299, ''],
    ['007', 7, ''],
    ['-5', -5, ''],
    ['\u2212 5', -5, ''],
    ['+3', 3, ''],
    ['-0', 0, ''],
    ['1 299', 1299, ''],
    ['1\u202f299', 1299, ''],
    ['1\u00a0299,50', 1299.5, ','],
    ['1.299,00', 1299, ','],
    ['1,299.00', 1299, '.'],
    ["1'299.50", 1299.5, '.'],
    ['1\u2019299', 1299, ''],
    ['12.5', 12.5, '.'],
    ['12,5', 12.5, ','],
    ['.5', 0.5, '.'],
    ['0.299', 0.299, '.'],
    ['0,299', 0.299, ','],
    ['1.299.000', 1_299_000, ','],
    ['1299.000', 1299, '.'],
    ['1,00,000', 100_000, '.'],
    ['12,34,567.89', 1_234_567.89, '.'],
    ['1.5e-3', 0.0015, '.'],
    ['\u0663\u066b\u0665', 3.5, ''],
    ['\u0661\u066c\u0662\u0669\u0669', 1299, ''],
    ['\u200f-\u0663', -3, ''],
    ['\u0967\u0968\u0969', 123, ''],
    ['\uff11\uff12\uff13\uff0e\uff15', 123.5, '.'],
  ])('is read: %s', (text, number, shows) => {
    expect(value(text)).toEqual([number, shows]);
  });

  it.each(['1.299', '1,299', '999,999', '12.345'])('may be two numbers: %s', (text) => {
    expect(readNumber(text).kind).toBe('ambiguous');
  });

  it('has both readings where its sign may group or divide', () => {
    expect(readNumber('1.299')).toEqual({
      kind: 'ambiguous',
      alternatives: [
        { form: '.', value: 1.299 },
        { form: ',', value: 1299 },
      ],
    });
  });

  it.each([
    '',
    '-',
    'n/a',
    '5 %',
    '12 kg',
    '5 Mio.',
    '2-3',
    '1/2',
    '1,29,9',
    '1.29.9',
    '1,2.3,4',
    '1E5',
    '12:30',
    '(128)',
    '4 5',
    '5.',
    '12345678901234567',
    '0.1234567890123456789',
    '\u{1d7d9}',
  ])('is not what this is: %j', (text) => {
    expect(value(text)).toBe('misfit');
  });
});
