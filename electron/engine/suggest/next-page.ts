import type { Element } from 'domhandler';
import type { NextOffer } from '#shared/engine-protocol/preview.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
import { nextInHeaders } from '../core/leads/link-header.ts';
import type { Page } from '../extract/load-page.ts';
import { shownText } from '../extract/shown-text.ts';
import { findAll, textContent } from '../extract/walk.ts';
import { ancestorsOf } from '../selectors/element-path.ts';
import type { Finder } from '../selectors/finder.ts';
import { wordsOf as wordsOfName } from '../selectors/stable-names.ts';
import { isArrowForward, saysNext } from './next-words.ts';
import { currentNumber, numbersIn, pagerAround } from './pager.ts';

interface Link {
  readonly element: Element;
  readonly url: string;
}

/**
 * The way to the next page that a page offers: the header `Link: rel=next` (RFC 8288), `rel=next` in the page
 * (HTML, "Link types"), a link that says so or is an arrow in a pager, or numbers. Null where there is none, and
 * where links that say so lead to different pages.
 */
export function nextPage(finder: Finder): NextOffer | null {
  const { page } = finder;
  const header = byHeader(page);
  if (header !== null || page.kind !== 'html') return header;
  const links = linksOf(finder);
  return byRel(finder) ?? byWords(finder, links) ?? byNumbers(finder, links);
}

function byHeader({ answer, url }: Page): NextOffer | null {
  const target = answer === null ? null : nextInHeaders(answer.headers);
  if (target === null || !URL.canParse(target, url)) return null;
  return { rule: { header: 'next' }, url: new URL(target, url).href, by: 'header', pages: null };
}

function byRel(finder: Finder): NextOffer | null {
  for (const css of ['link[rel~="next" i]', 'a[rel~="next" i]']) {
    const [first] = finder.all(css, finder.page.root);
    const url = first === undefined ? null : target(finder, first);
    if (first !== undefined && url !== null) {
      return { rule: { css }, url, by: 'rel', pages: pagesAround(finder, first) };
    }
  }
  return null;
}

function byWords(finder: Finder, links: readonly Link[]): NextOffer | null {
  const { root } = finder.page;
  const inPager = (link: Link) => pagerAround(link.element, root) !== null;
  const said = links.filter(({ element }) => labelsOf(element).some(saysNext));
  const arrows = links.filter(({ element }) => isArrowForward(shownText(element))).filter(inPager);
  const tries = [
    ['words', said],
    ['words', said.filter(inPager)],
    // Where a pager has both, the double arrow leads to the last page.
    ['arrow', arrows.filter(({ element }) => shownText(element) !== '»')],
    ['arrow', arrows],
  ] as const;
  for (const [by, found] of tries) {
    const [first] = found;
    if (first === undefined || found.some(({ url }) => url !== first.url)) continue;
    for (const { element, url } of found) {
      const rule = lastingRule(finder, element, url);
      if (rule !== null) return { rule, url, by, pages: pagesAround(finder, element) };
    }
  }
  return null;
}

/** A rule that does not depend on the place of the link: the link to the previous page may come before it. */
function lastingRule(finder: Finder, link: Element, url: string): NextRule | null {
  const { root } = finder.page;
  const [parent] = ancestorsOf(link, root);
  const label = link.attribs['aria-label'] ?? '';
  const candidates = [
    ...nextClasses(link).map((name) => `a.${name}`),
    ...(parent === undefined ? [] : nextClasses(parent).map((name) => `.${name} > a`)),
    ...(saysNext(label) && isPlain(label) ? [`a[aria-label="${label}"]`] : []),
  ];
  const leadsThere = (css: string) => {
    const found = finder.all(css, root);
    return found.length > 0 && found.every((one) => finder.valueOf(one, 'href') === url);
  };
  const css = candidates.find(leadsThere);
  if (css !== undefined) return { css };
  const text = textContent(link).replace(/\s+/g, ' ').trim();
  return text !== '' && isPlain(text) ? { xpath: `//a[normalize-space(.) = "${text}"]` } : null;
}

/** Safe between quotes of a selector or an expression, and the same on each page. */
const isPlain = (text: string) => !/["\\\p{Cc}\p{N}]/u.test(text);

const nextClasses = ({ attribs }: Element): readonly string[] =>
  (attribs['class'] ?? '')
    .split(/\s+/)
    .filter((name) => /^[a-z][a-z_-]*$/i.test(name) && wordsOfName(name).includes('next'));

function byNumbers(finder: Finder, links: readonly Link[]): NextOffer | null {
  const { root } = finder.page;
  for (const { element } of links) {
    const pager = /^\d{1,6}$/.test(shownText(element)) ? pagerAround(element, root) : null;
    if (pager === null) continue;
    const current = currentNumber(pager);
    const urls = new Map(
      numbersIn(pager).map(([number, link]) => [number, finder.valueOf(link, 'href')]),
    );
    const next = current === null ? undefined : urls.get(current + 1);
    if (current === null || next === undefined) return null;
    // The link to the first page often has no parameter.
    const others = [...urls].filter(([number]) => number !== current + 1 && number > 1);
    const steps = others.map(([number, url]) => stepBetween(next, url, current + 1 - number));
    const [first] = steps;
    const agree = steps.every((one) => one?.param === first?.param && one?.step === first?.step);
    if (first === undefined || first === null || !agree) return null;
    return {
      rule: stepRule(first),
      url: next,
      by: 'numbers',
      pages: Math.max(current, ...urls.keys()),
    };
  }
  return null;
}

/** A step of one page is what a rule without a step means. */
const stepRule = ({ param, step }: { param: string; step: number }): NextRule =>
  step === 1 ? { param } : { param, step };

/** The one parameter in which two addresses differ, and by how much for each page between them. */
function stepBetween(a: string, b: string, pages: number): { param: string; step: number } | null {
  if (!URL.canParse(a) || !URL.canParse(b)) return null;
  const [one, two] = [new URL(a), new URL(b)];
  if (one.origin + one.pathname !== two.origin + two.pathname || pages === 0) return null;
  const names = new Set([...one.searchParams.keys(), ...two.searchParams.keys()]);
  const different = [...names].filter((n) => one.searchParams.get(n) !== two.searchParams.get(n));
  const [param] = different;
  if (different.length !== 1 || param === undefined) return null;
  const [x, y] = [one.searchParams.get(param), two.searchParams.get(param)];
  if (x === null || y === null || !/^\d+$/.test(x) || !/^\d+$/.test(y)) return null;
  const step = (Number(x) - Number(y)) / pages;
  return Number.isInteger(step) && step > 0 ? { param, step } : null;
}

const linksOf = (finder: Finder): readonly Link[] =>
  findAll(finder.page.root, ({ name, attribs }) => name === 'a' && 'href' in attribs).flatMap(
    (element) => {
      const url = target(finder, element);
      return url === null ? [] : [{ element, url }];
    },
  );

/** Null for what leads to no other page of the same host. */
function target(finder: Finder, element: Element): string | null {
  const href = finder.valueOf(element, 'href');
  if (!URL.canParse(href)) return null;
  const [to, from] = [new URL(href), new URL(finder.page.url)];
  if (to.host !== from.host || !/^https?:$/.test(to.protocol)) return null;
  to.hash = '';
  from.hash = '';
  return to.href === from.href ? null : href;
}

function labelsOf(link: Element): readonly string[] {
  const pictures = findAll(link, ({ name }) => name === 'img' || name === 'svg');
  const texts = [link, ...pictures].flatMap(({ attribs }) => [
    attribs['aria-label'] ?? '',
    attribs['title'] ?? '',
    attribs['alt'] ?? '',
  ]);
  return [shownText(link), ...texts];
}

function pagesAround(finder: Finder, link: Element): number | null {
  const pager = pagerAround(link, finder.page.root);
  const numbers = pager === null ? [] : numbersIn(pager).map(([number]) => number);
  return numbers.length === 0 ? null : Math.max(...numbers, currentNumber(pager as Element) ?? 0);
}
