import { _compileToken as compileTokens } from 'css-select';
import { SelectorType, type Selector as Token } from 'css-what';
import type { Tag } from './tag.ts';

/** Whether a start tag matches a part of a selector, its name left aside. */
export type ElementTest = (tag: Tag) => boolean;

/** The test of one part between combinators; null if that part names only an element. */
export function elementTest(tokens: readonly Token[]): ElementTest | null {
  const asked = tokens.filter(({ type }) => type !== SelectorType.Universal);
  if (asked.length === 0) return null;
  return compileTokens<Tag, Tag>([structuredClone(asked)], {
    adapter: tagAdapter,
    cacheResults: false,
  });
}

/** A start tag as css-select reads it without its surroundings: attributes and a name only. */
const tagAdapter = {
  isTag: (_tag: Tag): _tag is Tag => true,
  getName: (tag: Tag) => tag.name,
  getAttributeValue: (tag: Tag, name: string) => tag.value(name),
  hasAttrib: (tag: Tag, name: string) => tag.has(name),
  getChildren: () => [],
  getParent: () => null,
  getSiblings: () => [],
  getText: () => '',
  existsOne: () => false,
  findAll: () => [],
  findOne: () => null,
  removeSubsets: (tags: Tag[]) => tags,
};
