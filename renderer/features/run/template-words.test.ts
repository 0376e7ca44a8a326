import { describe, expect, it } from 'vitest';
import type { TemplateLine } from '#shared/engine-protocol/run-rendering.ts';
import { evidenceWords, partsOf } from './template-words.ts';

const line = (parts: Partial<TemplateLine>): TemplateLine => ({
  template: 'https://shop.example/product/…',
  decision: 'undecided',
  filled: [],
  filledCount: 0,
  empty: [],
  emptyCount: 0,
  fillsRows: false,
  pages: 10,
  rendered: 0,
  ...parts,
});

it('names the shape of a template and its host', () => {
  expect(partsOf(line({}))).toEqual({ shape: '/product/…', host: 'shop.example' });
  expect(partsOf({ template: 'http://localhost:8080/item?id=…' })).toEqual({
    shape: '/item?id=…',
    host: 'localhost:8080',
  });
});

describe('evidenceWords', () => {
  it.each([
    [
      { decision: 'render', filled: ['price'], filledCount: 1 },
      'price is empty without JavaScript',
    ],
    [
      { decision: 'render', filled: ['price', 'stock'], filledCount: 2 },
      'price and stock are empty without JavaScript',
    ],
    [
      { decision: 'render', filled: ['a', 'b', 'c'], filledCount: 4 },
      'a, b, c and 1 other field are empty without JavaScript',
    ],
    [{ decision: 'render', fillsRows: true }, 'nothing matches "One row per" without JavaScript'],
    [{ decision: 'fetch' }, 'no field is empty without JavaScript'],
    [
      { decision: 'fetch', empty: ['rebate'], emptyCount: 1 },
      'rebate stays empty with JavaScript too',
    ],
    [{ decision: 'undecided' }, 'too few pages so far'],
    [{ decision: 'undecided', rendered: 2 }, '2 compared with JavaScript so far'],
    [{ decision: 'always' }, 'you decided so'],
  ] as const)('%j', (parts, words) => {
    expect(evidenceWords(line(parts))).toBe(words);
  });
});
