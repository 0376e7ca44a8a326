import type { NextFound, NextOffer } from '#shared/engine-protocol/preview.ts';
import { formatCount } from '#shared/format.ts';
import { isolated } from '#shared/isolated.ts';
import { type NextRule, textOfNext } from '#shared/job/v2/next.ts';

export type NextKind = 'none' | 'css' | 'xpath' | 'json' | 'header' | 'param';

/** In the order of the menu. */
export const nextLabels: Readonly<Record<NextKind, string>> = {
  none: 'None',
  css: 'CSS',
  xpath: 'XPath',
  json: 'JSON',
  header: 'Link header',
  param: 'Number in the URL',
};

export const nextHints: Readonly<Record<NextKind, string>> = {
  none: 'Only the pages of the list are fetched.',
  css: 'The link to the next page, such as a.next. Its page is read in the same way, and so on to the last.',
  xpath: 'The link to the next page, such as //a[normalize-space(.) = "Next"], or its address.',
  json: 'The address of the next page, such as $.links.next.',
  header: 'The page names the next one in its header "Link: <…>; rel=next".',
  param:
    'The parameter that is raised from page to page, such as page. Pages end where two bring no new row.',
};

export function nextKindOf(rule: NextRule | null): NextKind {
  if (rule === null) return 'none';
  if ('css' in rule) return 'css';
  if ('xpath' in rule) return 'xpath';
  if ('json' in rule) return 'json';
  return 'header' in rule ? 'header' : 'param';
}

/** What is typed for a rule; empty where nothing is. */
export function nextText(rule: NextRule | null): string {
  return rule === null ? '' : textOfNext(rule);
}

/** A rule with another text; what else it holds stays. */
export function withText(rule: NextRule, text: string): NextRule {
  if ('css' in rule) return { ...rule, css: text };
  if ('xpath' in rule) return { ...rule, xpath: text };
  if ('json' in rule) return { ...rule, json: text };
  return 'param' in rule ? { ...rule, param: text } : rule;
}

/** A rule of another kind. What was typed for the old one is no expression of the new one; the limit stays. */
export function toNextKind(rule: NextRule | null, kind: NextKind): NextRule | null {
  const limit = rule?.maxPages === undefined ? {} : { maxPages: rule.maxPages };
  switch (kind) {
    case 'none':
      return null;
    case 'css':
      return { css: '', ...limit };
    case 'xpath':
      return { xpath: '', ...limit };
    case 'json':
      return { json: '', ...limit };
    case 'header':
      return { header: 'next', ...limit };
    case 'param':
      return { param: 'page', ...limit };
  }
}

/** Where a rule leads from the page of the preview, as a sentence. */
export function foundWords(found: NextFound): string {
  switch (found.kind) {
    case 'page':
      return `Leads to ${isolated(found.url)}`;
    case 'none':
      return 'Leads nowhere from this page. That is right for the last one.';
    case 'unusable':
      return `Finds "${isolated(found.text.slice(0, 200))}", which is no address of a page.`;
    case 'problem':
      return found.message;
  }
}

const byWords: Readonly<Record<NextOffer['by'], string>> = {
  header: 'its Link header',
  rel: 'rel=next',
  words: 'the words of a link',
  arrow: 'an arrow beside its numbers',
  numbers: 'its numbers',
};

/** What a page offers, as a sentence: "This page leads to … by rel=next, and names 63 pages." */
export function offerWords({ url, by, pages }: NextOffer): string {
  const names = pages === null ? '' : ` It names ${formatCount(pages)} pages.`;
  return `This page leads to ${isolated(url)} by ${byWords[by]}.${names}`;
}

/** The rule with another limit of pages; a blank one is the default. */
export function withMaxPages(rule: NextRule, typed: string | number): NextRule {
  const { maxPages: _, ...rest } = rule;
  const number = wholeNumber(typed);
  return number === null ? rest : { ...rest, maxPages: number };
}

/** A rule that is counted, with another step; a blank one is 1. */
export function withStep(
  rule: Extract<NextRule, { param: string }>,
  typed: string | number,
): NextRule {
  const { step: _, ...rest } = rule;
  const number = wholeNumber(typed);
  return number === null ? rest : { ...rest, step: number };
}

/** Within the limits of the job file, whatever is still being typed; null for blank. */
function wholeNumber(typed: string | number): number | null {
  const number = Math.trunc(Number(typed));
  if (typed === '' || !Number.isFinite(number) || number === 0) return null;
  return Math.min(Math.max(number, 1), 1_000_000);
}
