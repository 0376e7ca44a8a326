import { describe, expect, it } from 'vitest';
import type { NextRule } from '#shared/job/v2/next.ts';
import {
  foundWords,
  type NextKind,
  nextKindOf,
  nextLabels,
  nextText,
  offerWords,
  toNextKind,
  withMaxPages,
  withStep,
  withText,
} from './next-rule.ts';

describe('the way to the next page', () => {
  it('has the kind that it is changed to, and keeps only its limit', () => {
    for (const kind of Object.keys(nextLabels) as NextKind[]) {
      const changed = toNextKind({ css: 'a.next', maxPages: 5 }, kind);
      expect(nextKindOf(changed)).toBe(kind);
      expect(nextText(changed)).toBe(kind === 'param' ? 'page' : '');
      if (changed !== null) expect(changed.maxPages).toBe(5);
    }
  });

  it('keeps what else it holds while its text is typed', () => {
    const rules: NextRule[] = [
      { css: 'a', maxPages: 2 },
      { xpath: '//a' },
      { json: '$.next', in: 'page' },
      { param: 'start', step: 20 },
    ];
    for (const rule of rules) {
      const typed = withText(rule, 'new');
      expect(nextText(typed)).toBe('new');
      expect({ ...typed, ...rule }).toEqual(rule);
    }
    expect(withText({ header: 'next' }, 'new')).toEqual({ header: 'next' });
  });

  it('has numbers that a job file takes, whatever is typed', () => {
    const rule = { param: 'page', step: 20, maxPages: 5 } as const;
    expect(withStep(rule, '')).toEqual({ param: 'page', maxPages: 5 });
    expect(withStep(rule, 0)).toEqual({ param: 'page', maxPages: 5 });
    expect(withStep(rule, 5_000_000)).toMatchObject({ step: 1_000_000 });
    expect(withMaxPages(rule, '')).toEqual({ param: 'page', step: 20 });
    expect(withMaxPages(rule, -5)).toMatchObject({ maxPages: 1 });
    expect(withMaxPages({ css: 'a' }, '12')).toEqual({ css: 'a', maxPages: 12 });
  });

  it('says where it leads, and what a page offers', () => {
    expect(foundWords({ kind: 'page', url: 'https://shop.example/?page=2' })).toMatch(/^Leads to /);
    expect(foundWords({ kind: 'none' })).toContain('nowhere');
    expect(foundWords({ kind: 'unusable', text: 'javascript:go(2)' })).toContain(
      'javascript:go(2)',
    );
    const offer = { rule: { param: 'page' }, url: 'https://shop.example/?page=2' } as const;
    expect(offerWords({ ...offer, by: 'numbers', pages: 63 })).toMatch(
      /by its numbers\. It names 63 pages\.$/,
    );
    expect(offerWords({ ...offer, by: 'rel', pages: null })).toMatch(/by rel=next\.$/);
  });
});
