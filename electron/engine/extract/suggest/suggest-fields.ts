import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Page } from '../load-page.ts';
import { repeatedBlocks } from './blocks.ts';
import { jsonLd } from './json-ld.ts';
import { pageFacts } from './page-facts.ts';

/** Fields that a page offers, each with its value there: a start for people who are new to selectors. */
export function suggestFields(page: Page): readonly Suggestion[] {
  if (page.kind === 'text') return [];
  return [...pageFacts(page), ...jsonLd(page), ...repeatedBlocks(page)];
}
