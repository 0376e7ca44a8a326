import { describe, expect, it } from 'vitest';
import { safeFileName } from './file-name.ts';

describe('safeFileName', () => {
  it.each([
    ['Articles', 'Articles.csv'],
    ['  Prices 2024: a/b\\c  ', 'Prices 2024- a-b-c.csv'],
    ['../../etc/passwd', '-..-etc-passwd.csv'],
    ['..', 'Untitled.csv'],
    ['', 'Untitled.csv'],
    ['trailing. . .', 'trailing.csv'],
    ['.hidden', 'hidden.csv'],
    ['con', 'con_.csv'],
    ['NUL.txt', 'NUL.txt_.csv'],
    ['COM1', 'COM1_.csv'],
    ['console', 'console.csv'],
    ['annexe\u202Egpj.exe', 'annexegpj.exe.csv'],
    ['zero\u200Bwidth\u0000and\u0007bell', 'zerowidthandbell.csv'],
    ['line\nbreak\tand  spaces', 'line break and spaces.csv'],
    ['<a href="x">?|*', '-a href=-x-----.csv'],
    ['Größe 中文 🐟', 'Größe 中文 🐟.csv'],
    ['lone \uD800 half', 'lone half.csv'],
  ])('%j becomes %j', (title, name) => {
    expect(safeFileName(title, '.csv')).toBe(name);
  });

  it('is short, and never cuts a character in two', () => {
    const name = safeFileName('🐟'.repeat(500), '.csv');
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(name.isWellFormed()).toBe(true);
  });
});
