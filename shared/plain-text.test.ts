import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLines, plainTable, plainText, quoted } from './plain-text.ts';

const acting = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

describe('text of strangers', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['\u009b31m', '\ufffd31m'],
    ['\u001b]0;title\u0007', '␛]0;title␇'],
    ['gone\rback\b\u007f', 'gone␍back␈␡'],
    ['two\nlines', 'two␊lines'],
    ['two\u2028lines', 'two lines'],
    ['a\tb', 'a b'],
    ['annexe\u202egpj.exe', 'annexegpj.exe'],
    ['\u2066isolated\u2069', 'isolated'],
    ['half \ud83d', 'half \ufffd'],
    ['👩‍👩‍👧 می‌خواهم 価格 é', '👩‍👩‍👧 می‌خواهم 価格 é'],
  ])('%j is shown as %j', (text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  it('is cut, and says so', () => {
    expect(plainText('x'.repeat(1_000_000), 5)).toBe('xxxxx…');
    expect(plainText('a👍b', 2)).toBe('a…');
    expect(quoted('x'.repeat(1_000_000))).toBe(`"${'x'.repeat(100)}…"`);
    expect(plainLines('line\r\n'.repeat(1_000_000), 10, 2)).toBe('line\nline\n…');
  });

  it('never acts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, more) => {
        expect(plainText(text + more)).not.toMatch(acting);
        for (const line of plainLines(text + more).split('\n')) expect(line).not.toMatch(acting);
        for (const cell of plainTable(text + more).split(/[\n\t]/))
          expect(cell).not.toMatch(acting);
      }),
    );
  });
});
