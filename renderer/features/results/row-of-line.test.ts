import { describe, expect, it } from 'vitest';
import { rowOfLine } from './row-of-line.ts';
import { cellLimit } from './whole-cell.ts';

const row = (name: string, price: string) => [
  { name: 'name', value: name },
  { name: 'price', value: price },
];
const long = 'x'.repeat(3 * cellLimit);
const detail = {
  requestId: 7,
  carried: [{ name: 'sku', value: 'A-1' }],
  rows: [row('Rope', '1'), row('Lamp', '2'), row('Rope', '3'), row(long, '4')],
};
const line = (...cells: string[]) => ({ requestId: 7, cells: ['A-1', ...cells] });

describe('the row that a line shows', () => {
  it('is found by all of its fields', () => {
    expect(rowOfLine(line('Lamp', '2'), detail)).toBe(1);
    expect(rowOfLine(line('Rope', '3'), detail)).toBe(2);
  });

  it('is found although a cell holds only the beginning', () => {
    expect(rowOfLine(line(`${long.slice(0, cellLimit - 1)}…`, '4'), detail)).toBe(3);
  });

  it('is not looked for in another page, nor made up', () => {
    expect(rowOfLine({ ...line('Lamp', '2'), requestId: 8 }, detail)).toBeNull();
    expect(rowOfLine(line('Anchor', '9'), detail)).toBeNull();
  });
});
