import { expect, it } from 'vitest';
import { maskLogins } from '../logins.ts';
import { decideReading } from './decide-reading.ts';
import { FeedParser } from './feed-parser.ts';
import { contentOfCell, contentOfLine } from './items-of-line.ts';
import { diceOf } from './table-oracle.fixture.ts';
import { TableParser } from './table-parser.ts';

const lineChars = 99_990;
const lines = 100;
/**
 * A quarter of the line takes a quarter of the time, or a sixteenth with a search that returns over
 * characters it has read. Work that does not depend on the length is added to both.
 */
const mostTimesOfQuarter = 9;
const leastMs = 400;
const enough = 1000;
const tries = 5;

const parts = [
  'a',
  'x',
  '.',
  ',',
  ';',
  '|',
  '"',
  '""',
  "'",
  '`',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
  '](',
  ' ',
  '  ',
  '\t',
  '@',
  ':',
  '/',
  '//',
  '?',
  '#',
  '&',
  '&amp;',
  '=',
  '%',
  '-',
  '*',
  '_',
  '~',
  '\\',
  'http',
  'http:',
  'http://',
  'https://a',
  'HTTPS:\\\\',
  '://',
  'a.a.',
  'a@',
  ':a@',
  '<a href=',
  ' href="',
  " src='",
  '</loc>',
  '<![CDATA[',
  ']]>',
  '[1-9]',
  '[a-',
  '{a,',
  '{,}',
  '[::',
  '1.',
  '- ',
  '。',
  '，',
  '（',
  '）',
  '「',
  '“',
  '”',
  '\u200b',
  '\u00a0',
  'é',
  '日',
  '\ud83d\ude00',
  '0',
  '9',
] as const;

/** A few parts repeated, with an odd beginning and end: text that makes a search return to earlier places. */
function oddLine(seed: number): string {
  const dice = diceOf(seed);
  const some = (most: number): string =>
    Array.from({ length: dice.roll(most + 1) }, () => dice.pick(parts)).join('');
  const unit = some(3) || dice.pick(parts);
  const middle = dice.roll(4) === 0 ? some(5000) : '';
  const repeated = unit.repeat(Math.ceil(lineChars / unit.length));
  return (some(4) + middle + repeated).slice(0, lineChars - 10) + some(4).slice(0, 10);
}

/** All functions that may read a line of a list. */
function readOnce(line: string): void {
  for (const content of [
    contentOfLine(line, { line: 1, carried: [] }, true),
    contentOfCell(line, { line: 1, carried: [] }, false),
  ]) {
    let count = 0;
    for (const _item of content.items) if (++count === enough) break;
  }
  maskLogins(line);
  decideReading({ text: line, isWhole: true, name: 'list.txt' }, {});
  decideReading({ text: `${line}\n${line}\n`, isWhole: true, name: 'list.csv' }, {});
  const table = new TableParser(',');
  table.push(line);
  table.end();
  const feed = new FeedParser();
  feed.push(line);
  feed.end();
}

/** Processor time of this process: unlike the time by the clock, it does not grow with other processes. */
function timeOf(line: string): number {
  const before = process.cpuUsage();
  readOnce(line);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function expectLinear(line: string, name: string): void {
  let ms = timeOf(line);
  let mostMs = leastMs;
  // A busy machine has full caches and slow cores now and then: only a line that is slow each time fails.
  for (let left = tries; left > 0 && ms >= mostMs; left -= 1) {
    mostMs = leastMs + mostTimesOfQuarter * timeOf(line.slice(0, line.length / 4));
    ms = timeOf(line);
  }
  expect(ms, name).toBeLessThan(mostMs);
}

it('reads a line of any signs in a time that grows with its length alone', {
  timeout: 300_000,
}, () => {
  const seed = Math.floor(Math.random() * 1_000_000_000);
  process.stdout.write(`lines for time: seeds ${seed} to ${seed + lines - 1}\n`);
  for (let number = 0; number < lines; number += 1) {
    const line = oddLine(seed + number);
    expectLinear(line, `seed ${seed + number}: ${JSON.stringify(line.slice(0, 200))}`);
  }
});

it.each([
  ['x,,,', `x${','.repeat(lineChars)}`],
  ['x"""', `x${'"'.repeat(lineChars)}`],
  ['](   ', `](${' '.repeat(lineChars)}`],
  ['](](', ']('.repeat(lineChars / 2)],
  ['a.a.…@', `${'a.'.repeat(lineChars / 2 - 1)}@`],
  ['<http <http', '<http://a '.repeat(lineChars / 10)],
  ['[:::::', `[${':'.repeat(lineChars)}`],
  ['{a,,,', `{a${','.repeat(lineChars)}`],
  ['http://"http://"', 'http://"'.repeat(lineChars / 8)],
])('reads %s in such a time', (_name, line) => {
  expectLinear(line.slice(0, lineChars), line.slice(0, 20));
});
