import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaIn } from '#shared/values/formula.fixture.ts';
import { formatRecord } from './record-format.ts';

const delimiters = [',', ';', '\t', '|'];

/**
 * Reads a record like a spreadsheet that splits at other characters: a cell that begins with a quote is
 * quoted up to the next single one, and the text behind that belongs to it as well.
 */
function readCells(record: string, splitAt: ReadonlySet<string>): string[] {
  const cells: string[] = [];
  let at = 0;
  const rest = (): string => {
    const from = at;
    while (at < record.length && !splitAt.has(record.charAt(at))) at++;
    return record.slice(from, at);
  };
  while (at <= record.length) {
    let cell = '';
    if (record.charAt(at) === '"') {
      at++;
      for (; at < record.length; at++) {
        if (record.charAt(at) !== '"') cell += record.charAt(at);
        else if (record.charAt(at + 1) === '"') cell += record.charAt(++at);
        else break;
      }
      at++;
    }
    cells.push(cell + rest());
    at++;
  }
  return cells;
}

const cell = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...delimiters,
        '\n',
        '"',
        ' ',
        '-',
        '+',
        '=',
        '5',
        'kg',
        'item',
        '5 kg',
        '*',
        '&',
      ),
      fc.constantFrom(
        "cmd|'/C calc'!A0",
        'WEBSERVICE(A1)',
        "&cmd|'/C calc'!A0&",
        '&WEBSERVICE(A1)&',
      ),
      fc.constantFrom('9,-', '- a', '-5', ';-', '%', ':', '.', '+49 89 1234567'),
    ),
    { maxLength: 5 },
  )
  .map((pieces) => pieces.join(''));

describe('a record', () => {
  it.each(delimiters)(
    'separated by %j runs nothing, wherever a spreadsheet splits it',
    (delimiter) => {
      const format = { delimiter, recordEnd: '\n', formulaGuard: true } as const;
      fc.assert(
        fc.property(
          fc.array(cell, { minLength: 1, maxLength: 6 }),
          fc.subarray([...delimiters, '\n', '\r', '']),
          (cells, splitAt) => {
            const record = formatRecord(cells, format).slice(0, -1);
            const read = [
              ...readCells(record, new Set(splitAt)),
              ...record.split(new RegExp(`[${splitAt.join('')}]`)),
            ];
            for (const part of read) expect(formulaIn(part) === 'runs' ? part : '').toBe('');
          },
        ),
        { numRuns: 2000 },
      );
    },
  );

  it('has a price with a dash as it is', () => {
    const cells = ['19,-', '-,a', 'a'];
    const written = (delimiter: string) =>
      formatRecord(cells, { delimiter, recordEnd: '\n', formulaGuard: true });
    expect(written(';')).toBe(`19,-;"'-,a";a\n`);
    expect(written(',')).toBe(`"19,-","'-,a",a\n`);
  });
});
