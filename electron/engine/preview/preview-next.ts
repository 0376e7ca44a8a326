import type { NextFound, PreviewNext } from '#shared/engine-protocol/preview.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
import { nextInHeaders } from '../core/leads/link-header.ts';
import { nextInUrl } from '../core/leads/next-in-url.ts';
import { tryCompile } from '../extract/compile-field.ts';
import type { Page } from '../extract/load-page.ts';
import { compileNext, nextInTree } from '../extract/next-link.ts';
import { contextOf } from '../extract/page-context.ts';
import { resolveLink } from '../page/resolve-link.ts';
import { Finder } from '../selectors/finder.ts';
import { nextPage } from '../suggest/next-page.ts';

/**
 * Where a rule leads from a page, as a run would find it, and the way that the page offers by itself.
 *
 * @param asked the address that was asked for, which may have led to the page by redirects
 */
export function previewNext(page: Page, asked: string, rule: NextRule | undefined): PreviewNext {
  return {
    found: rule === undefined ? null : findNext(page, asked, rule),
    offer: nextPage(new Finder(page)),
  };
}

function findNext(page: Page, asked: string, rule: NextRule): NextFound {
  const compiled = tryCompile(() => compileNext(rule));
  if (!compiled.ok) return { kind: 'problem', message: compiled.problem };
  const text = textOf(page, asked, rule, compiled.value);
  if (text === '') return { kind: 'none' };
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol)
    ? { kind: 'page', url: url.href }
    : { kind: 'unusable', text };
}

function textOf(
  page: Page,
  asked: string,
  rule: NextRule,
  compiled: ReturnType<typeof compileNext>,
): string {
  if ('param' in rule) {
    const { param, step = 1 } = rule;
    return nextInUrl(asked, param, step) ?? `${param}=${new URL(asked).searchParams.get(param)}`;
  }
  if ('header' in rule) {
    const target = nextInHeaders(page.answer?.headers ?? '');
    return target === null ? '' : resolveLink(target, { url: page.url, encoding: 'utf-8' });
  }
  return compiled === null ? '' : nextInTree(contextOf(page), compiled);
}
