import { parse } from 'css-what';
import { type Element, isTag } from 'domhandler';
import { obstacleIn } from '../extract/one-pass/obstacle.ts';
import { nextNode, type Scope } from '../extract/walk.ts';
import { ancestorsOf, childrenOf, parentOf } from './element-path.ts';
import { type Evidence, evidenceOf, type Trust } from './evidence.ts';
import type { Finder } from './finder.ts';
import { labelsOf } from './label-of.ts';
import { tagOf } from './write-css.ts';

/** A selector that finds the element first in its scope. */
export interface Candidate extends Evidence {
  /** The number of its matches in the scope. */
  readonly matches: number;
  /** Pages can be read in one pass by it. */
  readonly onePass: boolean;
}

/** An element around, and a selector that says what it is. */
interface Anchor {
  readonly css: string;
  readonly at: Element;
}

/** How many elements around are asked for something that tells the element from others like it. */
const maxAnchors = 8;
const maxInside = 3;
/** In larger elements, a tag name says hardly more than a place. */
const smallElement = 12;

/** Selectors for an element inside `scope`, the best first; none for `scope` itself. */
export function candidatesFor(
  finder: Finder,
  element: Element,
  scope: Scope,
): readonly Candidate[] {
  if (element === scope) return [];
  const found = new Map<string, Candidate>();
  const anchors = anchorsAround(element, scope);
  const offer = (evidence: Evidence) => {
    const candidate = located(finder, evidence, element, scope, anchors);
    if (candidate !== null && !found.has(candidate.css)) found.set(candidate.css, candidate);
  };
  for (const evidence of ownEvidence(element, scope)) offer(evidence);
  for (const evidence of inside(element, scope)) offer(evidence);
  for (const evidence of places(finder, element, scope, anchors)) offer(evidence);
  return [...found.values()].sort(byWorth);
}

function ownEvidence(element: Element, scope: Scope): readonly Evidence[] {
  const own = evidenceOf(element);
  const named = own.filter(({ kind }) => kind === 'class' || kind === 'stem');
  // Two classes together, where one alone stands on other elements as well.
  const [first, ...rest] = named;
  const second = rest.find(({ css }) => css !== first?.css);
  const both: readonly Evidence[] =
    first === undefined || second === undefined
      ? []
      : [{ ...first, css: `${first.css}${second.css}` }];
  return [...own, ...both, ...labelsOf(element, scope)];
}

/** By an element closely around it: `[data-testid="price"] b`. */
function inside(element: Element, scope: Scope): Evidence[] {
  const around = ancestorsOf(element, scope).slice(0, maxInside);
  return around.flatMap((outer, index) => {
    const outerEvidence = ownEvidence(outer, scope).filter(({ trust }) => trust !== 'weak');
    if (outerEvidence.length === 0) return [];
    const elements = elementsIn(outer, smallElement + 1);
    const isSmall = elements.length <= smallElement;
    const isOnly = elements.filter(({ name }) => name === element.name).length === 1;
    const steps = [tagOf(element), ...around.slice(0, index).map(tagOf)].reverse();
    const way = isOnly ? ` ${tagOf(element)}` : steps.map((name) => ` > ${name}`).join('');
    return outerEvidence.map((evidence) => ({
      ...evidence,
      css: `${evidence.css}${way}`,
      trust: isSmall && isOnly ? evidence.trust : ('weak' as const),
    }));
  });
}

function elementsIn(outer: Element, atMost: number): Element[] {
  const found: Element[] = [];
  for (let node = nextNode(outer, outer); node !== null; node = nextNode(node, outer)) {
    if (isTag(node) && found.push(node) >= atMost) break;
  }
  return found;
}

/** Selectors of elements around, the nearest first, that tell a part of the page from the others. */
function anchorsAround(element: Element, scope: Scope): readonly Anchor[] {
  const anchors = ancestorsOf(element, scope).flatMap((at) => {
    const said = evidenceOf(at).find(
      ({ kind, trust }) => trust === 'strong' && kind !== 'aria' && kind !== 'heading',
    );
    const itemtype = at.attribs['itemtype']?.match(/\/(\w+)\/?$/)?.[1];
    const css =
      said?.css ??
      (itemtype === undefined ? undefined : `[itemtype$="/${itemtype}"]`) ??
      (/^(?:main|article|header|footer|nav|aside|table|form|dl)$/.test(at.name)
        ? at.name
        : undefined);
    return css === undefined ? [] : [{ css, at }];
  });
  return anchors.slice(0, maxAnchors);
}

/** By the place alone: what is left where the page says nothing. The last of them always finds the element. */
function places(
  finder: Finder,
  element: Element,
  scope: Scope,
  anchors: readonly Anchor[],
): readonly Evidence[] {
  const anchor = anchors.find(({ css }) => finder.all(css, scope).length === 1);
  const from = (outer: Scope) => [...ancestorsOf(element, outer)].reverse().concat(element);
  const near = from(anchor?.at ?? scope);
  const start = anchor?.css ?? '';
  const css = [
    `${start} ${tagOf(element)}`,
    ...(anchor === undefined ? [] : [`${start} > ${near.map(tagOf).join(' > ')}`]),
    ...(anchor === undefined ? [] : [`${start} > ${near.map(positionOf).join(' > ')}`]),
    `${scope.type === 'root' ? '' : '> '}${from(scope).map(positionOf).join(' > ')}`,
  ];
  return css.map((one) => ({
    kind: 'place',
    css: one.trim(),
    trust: 'weak',
    name: null,
    says: 'It is found by its place alone.',
  }));
}

/** `:nth-of-type` takes the square of the place; the other spelling does not (`pseudo-classes.ts`). */
const farPlace = 50;

function positionOf(element: Element): string {
  const siblings = childrenOf(parentOf(element)).filter(({ name }) => name === element.name);
  const tag = tagOf(element);
  const place = siblings.indexOf(element) + 1;
  if (siblings.length < 2) return tag;
  return place <= farPlace
    ? `${tag}:nth-of-type(${place})`
    : `${tag}:nth-child(${place} of ${tag})`;
}

/** Whether no other match has such an element around it; much quicker to tell than by a look-up. */
function isOnlyInside(
  finder: Finder,
  element: Element,
  matches: readonly Element[],
  anchor: Anchor,
  scope: Scope,
): boolean {
  const marked = new Set(finder.all(anchor.css, scope));
  const isInside = (other: Element) => ancestorsOf(other, scope).some((at) => marked.has(at));
  return matches.every((other) => other === element || !isInside(other));
}

/** Finds the element by the evidence, with an element around it where others match as well. */
function located(
  finder: Finder,
  evidence: Evidence,
  element: Element,
  scope: Scope,
  anchors: readonly Anchor[],
): Candidate | null {
  const alone = finder.all(evidence.css, scope);
  if (!alone.includes(element)) return null;
  const candidate = (css: string, matches: number, trust: Trust): Candidate => ({
    ...evidence,
    css,
    matches,
    trust,
    onePass: obstacleIn(parse(css), scope !== finder.page.root) === null,
  });
  if (alone.length === 1) return candidate(evidence.css, 1, evidence.trust);
  for (const anchor of anchors) {
    if (!isOnlyInside(finder, element, alone, anchor, scope)) continue;
    const anchored = `${anchor.css} ${evidence.css}`;
    const found = finder.all(anchored, scope);
    if (found.length === 1 && found[0] === element) return candidate(anchored, 1, evidence.trust);
  }
  // The first of several is a place, too.
  return alone[0] === element ? candidate(evidence.css, alone.length, 'weak') : null;
}

/** Labels need a tree, so a class that says as much comes first; a hash at its end speaks for the label. */
const worth: Readonly<Record<Evidence['kind'], number>> = {
  'test-id': 0,
  property: 1,
  id: 2,
  heading: 3,
  data: 4,
  class: 5,
  label: 6,
  stem: 7,
  aria: 8,
  tag: 9,
  place: 10,
};
const trusts: Readonly<Record<Trust, number>> = { strong: 0, medium: 1, weak: 2 };

function byWorth(a: Candidate, b: Candidate): number {
  return (
    trusts[a.trust] - trusts[b.trust] ||
    Number(a.matches > 1) - Number(b.matches > 1) ||
    worth[a.kind] - worth[b.kind] ||
    Number(b.onePass) - Number(a.onePass) ||
    a.css.length - b.css.length
  );
}
