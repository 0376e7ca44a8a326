import { describe, expect, it } from 'vitest';
import { decideReading } from './decide-reading.ts';
import { askPython, diceOf, digestOf, type OddTable, oddTable } from './table-oracle.fixture.ts';
import { TableParser } from './table-parser.ts';

/** The records of a table that is read in pieces of a few characters. */
function recordsOf({ delimiter, text }: OddTable, seed: number): readonly (readonly string[])[] {
  const dice = diceOf(seed);
  const parser = new TableParser(delimiter);
  const records = [];
  for (let from = 0; from < text.length; ) {
    const to = from + 1 + dice.roll(12);
    records.push(...parser.push(text.slice(from, to)));
    from = to;
  }
  records.push(...parser.end());
  return records.map(({ cells }) => cells);
}

const known = Array.from({ length: 4000 }, (_, seed) => seed);

describe("tables in random dialects give the records of Python's csv module", () => {
  it('as its answers stand here (where there is python3, vitest -u writes them anew)', async () => {
    const digests = known.map((seed) => digestOf(recordsOf(oddTable(seed), seed)));
    const lines = Array.from({ length: digests.length / 10 }, (_, line) =>
      digests.slice(line * 10, line * 10 + 10).join(' '),
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./table-oracle.answers.txt');
  });

  it('as it answers now', ({ skip }) => {
    const from = Math.floor(Math.random() * 1_000_000_000);
    const seeds = [...known, ...Array.from({ length: 4000 }, (_, index) => from + index)];
    const answers = askPython(seeds.map(oddTable));
    if (answers === null) {
      skip('There is no python3.');
      return;
    }
    seeds.forEach((seed, index) => {
      const table = oddTable(seed);
      expect(recordsOf(table, seed), `seed ${seed}: ${JSON.stringify(table)}`).toEqual(
        answers[index],
      );
    });
  });
});

describe('the delimiter of a table', () => {
  it('is found in tables of any size, with URLs that hold the others', () => {
    for (let seed = 0; seed < 2000; seed += 1) {
      const dice = diceOf(seed);
      const delimiter = dice.pick([',', ';', '\t', '|']);
      const others = [',', ';', '|'].filter((sign) => sign !== delimiter);
      const end = dice.pick(['\n', '\r\n', '\r']);
      const width = 1 + dice.roll(3);
      const hasHeader = dice.roll(3) > 0;
      const header = ['link', 'sku', 'note', 'price'].slice(0, width + 1).join(delimiter);
      const records = Array.from({ length: 1 + dice.roll(12) }, (_, row) => {
        // Without a header a character that is in every URL could as well be the delimiter.
        const sign = hasHeader ? (others[dice.roll(others.length)] ?? '') : '';
        const url = `https://a.example/${row}${sign}x`;
        return [url, ...Array.from({ length: width }, () => `v${dice.roll(99)}`)].join(delimiter);
      });
      const lines = hasHeader ? [header, ...records] : records;
      const text = lines.join(end) + (dice.roll(2) === 0 ? end : '');
      const decided = decideReading({ text, isWhole: true, name: 'list.csv' }, {});
      expect(decided, `seed ${seed}: ${JSON.stringify(text)}`).toMatchObject({
        kind: 'table',
        reading: { delimiter, header: hasHeader, column: hasHeader ? 'link' : 'column 1' },
      });
    }
  });
});
