import type { Element } from 'domhandler';
import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Page } from '../extract/load-page.ts';
import { articleFacts } from './article-facts.ts';
import { repeatedBlocks } from './blocks.ts';
import { jsonLd } from './json-ld.ts';
import { pageFacts } from './page-facts.ts';
import { pairs } from './pairs.ts';
import { productFacts } from './product-facts.ts';
import type { Proposal } from './propose.ts';
import { Surroundings } from './seen.ts';
import { tablesOf } from './tables.ts';
import { Visible } from './visible.ts';

/**
 * Fields that a page offers, each with its value there: a start for people who are new to selectors.
 * `loadJsonPath` has to come before.
 */
export function suggestFields(page: Page): readonly Suggestion[] {
  if (page.kind === 'text') return [];
  const tables = page.kind === 'html' ? tablesOf(page) : [];
  const blocks = repeatedBlocks(page, new Set(tables.map(({ element }) => element)));
  const repeated = [...tables, ...blocks];
  return [
    ...(page.kind === 'html'
      ? visibleFacts(page, new Set(repeated.flatMap(({ rows }) => rows)))
      : []),
    ...pageFacts(page),
    ...jsonLd(page),
    ...repeated.map(({ suggestion }) => suggestion),
  ];
}

function visibleFacts(page: Page, repeated: ReadonlySet<Element>): readonly Suggestion[] {
  const visible = new Visible(page);
  const around = new Surroundings(repeated);
  const group = (name: string, fields: readonly Proposal[]): Suggestion[] =>
    fields.length === 0 ? [] : [{ group: name, each: null, fields }];
  return [
    ...group('Product', productFacts(visible, around)),
    ...group('Labels and values', pairs(visible, around)),
    ...group('Article', articleFacts(visible, around)),
  ];
}
