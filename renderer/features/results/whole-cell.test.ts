import { describe, expect, it } from 'vitest';
import { wholeCell } from './whole-cell.ts';

const long = 'x'.repeat(3000);
const detail = {
  carried: [{ name: 'note', value: `note ${long}` }],
  rows: [[{ name: 'body', value: `first ${long}` }], [{ name: 'body', value: `second ${long}` }]],
};

describe('wholeCell', () => {
  it('finds the row by how its value begins', () => {
    const shown = `second ${long}`.slice(0, 1000);
    expect(wholeCell(detail, 'body', shown)).toBe(`second ${long}`);
  });
  it('bears a mark at the place of the cut', () => {
    const shown = `${`first ${long}`.slice(0, 999)}…`;
    expect(wholeCell(detail, 'body', shown)).toBe(`first ${long}`);
  });
  it('finds carried columns, and says when there is none', () => {
    expect(wholeCell(detail, 'note', 'note ')).toBe(`note ${long}`);
    expect(wholeCell(detail, 'title', 'first')).toBeNull();
  });
});
