import { type Element, isTag } from 'domhandler';
import { readDate } from '#shared/values/read/read-date.ts';
import { shownText } from '../extract/shown-text.ts';
import { findAll, findFirst, type Scope } from '../extract/walk.ts';
import type { Proposal } from './propose.ts';
import { nameWords, Surroundings, shortTexts } from './seen.ts';
import type { Visible } from './visible.ts';

/** A paragraph of fewer characters is seldom one of an article. */
const shortestParagraph = 60;
const shortestArticle = 500;
const fewestParagraphs = 3;

/** The text, author and date of an article, as they stand on the page. */
export function articleFacts(visible: Visible, around: Surroundings): readonly Proposal[] {
  const { root } = visible.page;
  const body = bodyOf(root);
  if (body === null) return [];
  const area = findFirst(root, ({ name }) => name === 'article' || name === 'main') ?? root;
  const texts = shortTexts(area, 60).filter(({ element }) => around.holds(element));
  const named = (words: readonly string[], test: (text: string) => boolean) =>
    texts.find(
      ({ element, text }) => test(text) && nameWords(element).some((word) => words.includes(word)),
    )?.element ?? null;
  const time = findAll(area, ({ name, attribs }) => name === 'time' && 'datetime' in attribs).find(
    (element) => around.holds(element),
  );
  const author =
    findFirst(area, ({ attribs }) => /^author$/i.test(attribs['rel'] ?? '')) ??
    named(['author', 'byline', 'autor', 'auteur'], (text) => /\p{Lu}\p{L}+/u.test(text));
  const date = named(
    ['date', 'published', 'datum', 'time'],
    (text) => readDate(text).kind !== 'misfit',
  );
  return [
    visible.propose(body, { name: 'text', take: 'lines' }),
    visible.propose(author, { name: 'author' }),
    visible.propose(time ?? date, {
      name: 'date',
      ...(time !== undefined && { take: 'attr:datetime' }),
    }),
  ].filter((proposal) => proposal !== null);
}

interface Body {
  readonly element: Element;
  readonly length: number;
}

/**
 * The element whose own paragraphs hold most of the page's text; null for a page that is no article, and for
 * one of several.
 */
function bodyOf(root: Scope): Element | null {
  // Layouts repeat as well: whether it is a row of something says nothing about an article.
  const around = new Surroundings(new Set());
  const bodies = findAll(root, ({ children }) => children.some(isParagraph))
    .flatMap((element): Body[] => {
      const lengths = element.children
        .filter((child): child is Element => isParagraph(child))
        .map((paragraph) => shownText(paragraph).length - linkLength(paragraph))
        .filter((length) => length >= shortestParagraph);
      const length = lengths.reduce((sum, one) => sum + one, 0);
      const isBody = lengths.length >= fewestParagraphs && length >= shortestArticle;
      return isBody && around.holds(element) ? [{ element, length }] : [];
    })
    .sort((a, b) => b.length - a.length);
  const [best, second] = bodies;
  if (best === undefined || (second !== undefined && second.length > best.length * 0.7))
    return null;
  return best.element;
}

const isParagraph = (node: Element['children'][number]): boolean =>
  isTag(node) && node.name === 'p';

const linkLength = (element: Element): number =>
  findAll(element, ({ name }) => name === 'a').reduce(
    (sum, link) => sum + shownText(link).length,
    0,
  );
