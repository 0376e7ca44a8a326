import type { Element } from 'domhandler';
import { shownText } from '../extract/shown-text.ts';
import { childrenOf, parentOf } from './element-path.ts';
import { alikeTo, keyOf } from './likeness.ts';
import { tagOf } from './write-css.ts';

/** The elements of one row that stand side by side: a `<dt>` and its `<dd>`, a row of a table and the next. */
export interface Neighbours {
  /** The first of them, which stands for the row. */
  readonly head: Element;
  /** The others, the nearest first. */
  readonly followers: readonly Element[];
}

const longestGroup = 4;
const share = 0.8;

/** The group around an element that repeats beside it; null where it is a row by itself. */
export function neighboursOf(element: Element): Neighbours | null {
  const siblings = childrenOf(parentOf(element));
  const keys = siblings.map(keyOf);
  const own = siblings.indexOf(element);
  const opening = siblings.find((sibling) => shownText(sibling) !== '');
  if (opening === undefined) return null;
  const first = keyOf(opening);
  let start = own;
  while (start >= 0 && keys[start] !== first && own - start < longestGroup) start -= 1;
  if (start < 0 || keys[start] !== first) return null;
  const heads = keys.flatMap((key, at) => (key === first ? [at] : []));
  if (heads.length < 2) return null;
  // Behind most heads stand the same elements, up to the next one.
  const followers: Element[] = [];
  for (let away = 1; away < longestGroup; away += 1) {
    const key = keys[start + away];
    const follower = siblings[start + away];
    if (key === undefined || follower === undefined || key === first) break;
    const same = heads.filter((at) => keys[at + away] === key).length;
    if (same < heads.length * share) break;
    followers.push(follower);
  }
  const head = siblings[start];
  const hasText = followers.some((follower) => shownText(follower) !== '');
  const isInside = own === start || followers.includes(element);
  if (head === undefined || !hasText || !isInside) return null;
  // Every other row of a list may have another class; it is a row all the same.
  return followers.some(alikeTo(head)) ? null : { head, followers };
}

/** The selector that leads from the head of a group to one of its followers: `+ dd`. */
export function wayToFollower({ followers }: Neighbours, follower: Element): string {
  return followers
    .slice(0, followers.indexOf(follower) + 1)
    .map((element) => `+ ${tagOf(element)}`)
    .join(' ');
}
