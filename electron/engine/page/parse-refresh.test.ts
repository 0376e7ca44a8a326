import { describe, expect, it } from 'vitest';
import { parseRefresh } from './parse-refresh.ts';

/** Values, and Chromium 156's reading of them: a delay in seconds and an address. */
const values = [
  ['0;url=/next', 0, '/next'],
  ['0,url=/next', 0, '/next'],
  ['0 url=/next', 0, '/next'],
  ['0;/next', 0, '/next'],
  ['0 /next', 0, '/next'],
  ['5', 5, ''],
  ['0;u', 0, 'u'],
  ['0.5;url=/next', 0, '/next'],
  ['.5;url=/next', 0, '/next'],
  ['0...1;url=/next', 0, '/next'],
  ['3;URL=/next', 3, '/next'],
  ['  0  ;  url  =  /next', 0, '/next'],
  ['0\t;\n\turl\t=\n/next', 0, '/next'],
  ["0;url='/next' x", 0, '/next'],
  ["0;url='/next", 0, '/next'],
  ['0;url="/next"', 0, '/next'],
  ["0;'/next'", 0, '/next'],
  ['0;redirect=/next', 0, 'redirect=/next'],
  ['0;url /next', 0, 'url /next'],
  ['0;;url=/next', 0, ';url=/next'],
  ['0 seconds; url=/next', 0, 'seconds; url=/next'],
  ['0;url=/next;x=1', 0, '/next;x=1'],
  ['0;url=', 0, ''],
] as const;

describe('the value of a refresh', () => {
  it.each(values)('%j', (text, delayS, address) => {
    expect(parseRefresh(text)).toEqual({ delayS, address });
  });

  it.each([
    '',
    'x',
    ';url=/next',
    'url=/next',
    '-1;url=/next',
    '+0;url=/next',
    '0x;url=/next',
    '0s;url=/next',
    '5\u00a0;url=/next',
  ])('%j asks for nothing', (text) => {
    expect(parseRefresh(text)).toBeNull();
  });
});
