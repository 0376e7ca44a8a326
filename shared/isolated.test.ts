import { describe, expect, it } from 'vitest';
import { isolated, leftToRight } from './isolated.ts';

describe('a name inside a sentence', () => {
  it.each(['Prices of 2024', 'Größe “€” 中文 🐟', ''])('stays as it is: %s', (name) => {
    expect(isolated(name)).toBe(name);
  });

  it.each([
    ['מחירים', 'מחירים'],
    ['أسعار 2024', 'أسعار 2024'],
    ['𞤀𞤣𞤤𞤢𞤥', '𞤀𞤣𞤤𞤢𞤥'],
    ['annexe\u202egpj.exe', 'annexegpj.exe'],
    ['\u2067\u202ba\u2069\u2069\u202c', 'a'],
    ['a\u200fb', 'a\u200fb'],
  ])('is set apart: %j', (name, inner) => {
    expect(isolated(name)).toBe(`\u2068${inner}\u2069`);
  });
});

describe('sentences in a native dialog', () => {
  it('are read from left to right, whatever name they begin with', () => {
    const lines = ['"מחירים.json" is not a job.', 'fields[0].css: is wrong'];
    expect(leftToRight(lines.join('\n'))).toBe(`\u200e${lines[0]}\n${lines[1]}`);
  });
});
