import { describe, expect, it } from 'vitest';
import { compileMatch } from './compile-match.ts';

const first = (source: string, text: string) => {
  const found = compileMatch(source).exec(text);
  return found === null ? null : found.length > 1 ? (found[1] ?? '') : found[0];
};

describe('a regular expression', () => {
  it.each([
    ['\\p{Lu}+', 'EUR 5', 'EUR'],
    ['\\pL+', '5 Größe', 'Größe'],
    ['\\p{Cyrillic}+', 'a Привет', 'Привет'],
    ['\\p{IsGreek}+', 'a Καλη', 'Καλη'],
    ['\\P{L}', 'aé5', '5'],
    ['\\p{^L}', 'aé5', '5'],
    ['[^\\p{L}]', 'aé5', '5'],
    ['.', '😀x', '😀'],
    ['^.$', '😀', '😀'],
    ['[😀😎]', '😎', '😎'],
    ['/eur/i', 'EUR', 'EUR'],
    ['/a.b/gis', 'A\nB', 'A\nB'],
    ['(?i)eur', 'EUR', 'EUR'],
    ['(?is)a.b', 'A\nB', 'A\nB'],
    ['(?P<n>\\d+) eur', '5 eur', '5'],
    ["(?'n'\\d+)", '5', '5'],
    ['(?P<q>["\'])x(?P=q)', '"x"', '"'],
    ['(?#a comment)b', 'b', 'b'],
    ['\\Aab\\z', 'ab', 'ab'],
    ['b\\Z', 'ab\n', 'b'],
    ['a\\hb', 'a\u00a0b', 'a\u00a0b'],
    ['a[\\h-]+b', 'a -\tb', 'a -\tb'],
    ['a\\Rb', 'a\r\nb', 'a\r\nb'],
    ['\\Qa.b*\\E+', 'a.b**', 'a.b**'],
    ['\\x{1F600}', '😀', '😀'],
    ['a{,2}b', 'aaab', 'aab'],
    ['[\\w-.]+@[\\w.-]+', 'x <ann-b.c@d-e.org>', 'ann-b.c@d-e.org'],
    ['[a-c\\-_]+', 'x-_b', '-_b'],
    ['{"a":(\\d+)}', '{"a":12}', '12'],
    ['\\"name\\"\\:\\ \\"([^\\"]*)\\"', '"name": "Ann"', 'Ann'],
    ['a\\/b\\-c\\_d\\@e', 'a/b-c_d@e', 'a/b-c_d@e'],
    ['/(\\d+)/', 'https://e.com/12/x', '12'],
    ['[[a]', '[', '['],
    ['[]a]+', 'x]a]', ']a]'],
    ['x{2}y{1,}z{0,1}?', 'xxy', 'xxy'],
    ['(?<=a)b(?!c)', 'abd', 'b'],
    ['(a)\\1', 'aa', 'a'],
    ['\\$\\d+\\.\\d{2}', 'now $12.50', '$12.50'],
    ['\\u20ac\\u{1F600}?', '€', '€'],
  ])('%s finds in %j: %j', (source, text, found) => {
    expect(first(source, text)).toBe(found);
  });

  it.each([
    ['\\d++', 'write "+"'],
    ['a*+', 'write "*"'],
    ['(?>a)', 'write "(?:"'],
    ['a(?i)b', 'at the very beginning'],
    ['(?i:a)b', 'at the very beginning'],
    ['(?x) a', 'at the very beginning'],
    ['(?R)', 'groups begin with'],
    ['(?|(a)|(b))', 'one group for each part'],
    ['(?(1)a|b)', 'groups begin with'],
    ['[[:alpha:]]', 'write "\\p{L}"'],
    ['\\p{Nosuch}', 'write a class of Unicode'],
    ['\\y', 'write "y" for the letter itself'],
    ['a\\', 'a sign should follow'],
    ['\\g{1}', 'write "\\1"'],
    ['(', 'cannot be read'],
    ['a**', 'cannot be read'],
    ['[b-a]', 'cannot be read'],
  ])('%s is refused: %s', (source, advice) => {
    expect(() => compileMatch(source)).toThrow(advice);
  });
});
