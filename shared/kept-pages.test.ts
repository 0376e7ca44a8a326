import { expect, it } from 'vitest';
import { notKeptSentences } from './kept-pages.ts';

it('speaks of one page that is too large, or of several', () => {
  const sentences = (size: number) =>
    notKeptSentences({ pages: { kept: 0, notKept: { limit: 0, disk: 0, size }, bytes: 0 } });
  expect(sentences(1)).toEqual(['1 page was read and not kept: it is larger than 64 MB.']);
  expect(sentences(2)).toEqual(['2 pages were read and not kept: each is larger than 64 MB.']);
});
