import type { Element } from 'domhandler';
import { shownText } from '../extract/shown-text.ts';
import { findAll, type Scope } from '../extract/walk.ts';
import { ancestorsOf } from '../selectors/element-path.ts';

/** So far up from a link, what holds it is still its pager and not a part of the page. */
const furthestUp = 4;
const named =
  /pag(?:er|inat|ing|ination|e-?numbers?)|(?:^|[-_\s])pages?(?:[-_\s]|$)|nav-?links|seiten/i;

/** The element that holds the links to the pages of a list, around one of them; null where nothing looks like it. */
export function pagerAround(link: Element, root: Scope): Element | null {
  const around = ancestorsOf(link, root).slice(0, furthestUp);
  return around.find((element) => isNamed(element) || numbersIn(element).length >= 2) ?? null;
}

function isNamed({ attribs }: Element): boolean {
  const names = ['class', 'id', 'aria-label', 'data-testid', 'role'];
  return names.some((name) => named.test(attribs[name] ?? ''));
}

/** The links of a pager whose text is a number, with it. */
export function numbersIn(pager: Element): readonly (readonly [number, Element])[] {
  return findAll(pager, ({ name, attribs }) => name === 'a' && attribs['href'] !== undefined)
    .map((link) => [numberOf(link), link] as const)
    .filter((one): one is readonly [number, Element] => one[0] !== null);
}

/** The number of the page that is shown: the one that is marked as such, or that is no link among the numbers. */
export function currentNumber(pager: Element): number | null {
  const isMarked = ({ attribs }: Element) =>
    (attribs['aria-current'] ?? 'false') !== 'false' ||
    /(?:^|[\s_-])(?:current|active|selected|on)(?:$|[\s_-])/i.test(attribs['class'] ?? '');
  for (const element of findAll(pager, isMarked)) {
    const number = numberOf(element);
    if (number !== null) return number;
  }
  const texts = findAll(pager, ({ name }) => ['span', 'strong', 'b', 'em', 'li'].includes(name));
  const linked = new Set(numbersIn(pager).map(([number]) => number));
  const free = new Set(
    texts.map(numberOf).filter((n): n is number => n !== null && !linked.has(n)),
  );
  const [only] = free;
  return free.size === 1 && only !== undefined ? only : null;
}

function numberOf(element: Element): number | null {
  const text = shownText(element).normalize('NFKC');
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}
