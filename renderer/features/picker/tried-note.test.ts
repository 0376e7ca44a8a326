import { describe, expect, it } from 'vitest';
import type { TriedPage, TriedSelector } from '#shared/engine-protocol/pick.ts';
import { noteOf } from './tried-note.ts';

const selector = (verdict: TriedSelector['verdict']): TriedSelector => ({
  ...{ css: '.a', value: '', matches: 0, verdict },
  note: verdict === 'found' ? '' : `It is ${verdict}.`,
});
const page = (...verdicts: TriedSelector['verdict'][]): TriedPage => ({
  ...{ url: 'https://a.example/', problem: null, rows: null },
  fields: [{ name: 'price', tried: verdicts.map(selector) }],
});

describe('a field on other pages', () => {
  it('is well where it finds its value there, or its alternate does', () => {
    expect(noteOf([page('found'), page('nothing', 'nothing', 'found')], 0)).toBeNull();
  });

  it('says where it finds nothing, or something else', () => {
    expect(noteOf([page('found'), page('nothing', 'nothing')], 0)?.text).toBe(
      'Finds nothing on 1 of 2 more pages.',
    );
    expect(noteOf([page('other-shape', 'found'), page('found')], 0)?.text).toBe(
      'On 1 of 2 more pages: It is other-shape.',
    );
  });
});
