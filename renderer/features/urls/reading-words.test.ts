import { describe, expect, it } from 'vitest';
import { mayChangeReading, readingText, remarkOn } from './reading-words.ts';

const table = {
  kind: 'table',
  delimiter: ';',
  header: true,
  column: 'url',
  carry: ['sku'],
} as const;

describe('the words on how a list is read', () => {
  it('offer no other way of reading while there is nothing to read', () => {
    expect(mayChangeReading({ empty: true })).toBe(false);
    expect(mayChangeReading({ empty: false })).toBe(true);
  });

  it('say what the engine has found, and until then what the job says', () => {
    const csv = { kind: 'csv', delimiter: ';', header: true } as const;
    expect(readingText(undefined, csv)).toBe('Read as a table');
    expect(readingText(table, csv)).toMatch(/^Read as .*, 1 carried along$/);
    // The engine's answer is about the format before.
    expect(readingText(table, { kind: 'lines' })).toBe('Read as lines of text');
    expect(readingText({ kind: 'lines' }, { kind: 'feed' })).toBe('Read as a sitemap or feed');
  });

  it('remark that an index holds sitemaps', () => {
    expect(remarkOn({ kind: 'feed', format: 'sitemap-index' })).toMatch(
      /are sitemaps and no pages/,
    );
    expect(remarkOn({ kind: 'lines' })).toBeNull();
  });
});
