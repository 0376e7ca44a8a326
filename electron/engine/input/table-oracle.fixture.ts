/** Tables in random dialects, the same for a seed on every machine, and Python's reading of them. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';

export interface OddTable {
  readonly delimiter: string;
  readonly text: string;
}

export interface Dice {
  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** Mulberry32: 32 bits of state are plenty for tests. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (sides: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
  return { roll, pick: (choices) => choices[roll(choices.length)] ?? choices[0] };
}

const cells = [
  '',
  'a',
  ' b ',
  '007',
  '15" screen',
  '"Best" laptop',
  'say ""hi""',
  'two\nlines',
  'two\r\nlines',
  'old\rline',
  'https://a.example/x?y=1;z=2',
  'https://b.example/a,b|c',
  'ü, 日本',
  '"',
  '""',
  "it's",
  '#1',
  '=1+1',
  'tab\there',
  'semi;colon',
  'pipe|d',
] as const;
const ends = ['\n', '\r\n', '\r'] as const;
const signs = ['a', 'b', '"', '"', ' ', '\n', '\r', '\r\n', 'é', '日'] as const;

export function oddTable(seed: number): OddTable {
  const dice = diceOf(seed);
  const delimiter = dice.pick([',', ';', '\t', '|']);
  // One table in four is noise: quotation marks, line ends and delimiters in any order.
  const isNoise = dice.roll(4) === 0;
  return { delimiter, text: isNoise ? noise(dice, delimiter) : table(dice, delimiter) };
}

function noise(dice: Dice, delimiter: string): string {
  let text = '';
  for (let length = dice.roll(40); length > 0; length -= 1) {
    text += dice.roll(4) === 0 ? delimiter : dice.pick(signs);
  }
  return text;
}

function table(dice: Dice, delimiter: string): string {
  const quoting = dice.pick(['minimal', 'all', 'careless']);
  const isMixed = dice.roll(3) === 0;
  const usual = dice.pick(ends);
  const isRagged = dice.roll(3) === 0;
  const width = 1 + dice.roll(5);
  let text = '';
  for (let rows = 1 + dice.roll(8); rows > 0; rows -= 1) {
    if (dice.roll(12) === 0) text += usual;
    const count = isRagged ? 1 + dice.roll(6) : width;
    const record = Array.from({ length: count }, () => written(dice.pick(cells), delimiter));
    text += record.join(delimiter) + (isMixed ? dice.pick(ends) : usual);
  }
  const rest = dice.roll(4);
  if (rest === 0) return text.replace(/[\r\n]+$/, '');
  return rest === 1 ? `${text}"never closed${delimiter}x${usual}y` : text;

  function written(cell: string, sign: string): string {
    if (quoting === 'careless') return cell;
    const isPlain = !/["\r\n]/.test(cell) && !cell.includes(sign);
    return quoting === 'minimal' && isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
  }
}

const program = `
import csv, io, json, sys
csv.field_size_limit(10**9)
for table in json.load(sys.stdin):
    reader = csv.reader(io.StringIO(table['text'], newline=''), delimiter=table['delimiter'])
    print(json.dumps(list(reader)))
`;

/** The records that Python's csv module reads; null if python3 is not installed. */
export function askPython(tables: readonly OddTable[]): string[][][] | null {
  const { status, stdout } = spawnSync('python3', ['-c', program], {
    input: JSON.stringify(tables),
    encoding: 'utf8',
    maxBuffer: 1_000_000_000,
  });
  if (status !== 0) return null;
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[][]);
}

/** Eight characters for each answer: a few thousand of them are a small file. */
export function digestOf(records: readonly (readonly string[])[]): string {
  return createHash('sha256').update(JSON.stringify(records)).digest('base64url').slice(0, 8);
}
