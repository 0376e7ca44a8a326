import { _compileToken as compileTokens } from 'css-select';
import { SelectorType, type Selector as Token } from 'css-what';
import type { Tag } from './tag.ts';

/** Whether a start tag is one that a part of a selector means, its name left aside. */
export type ElementTest = (tag: Tag) => boolean;

/** The test of one part between combinators; null where the name is all that it asks for. */
export function elementTest(tokens: readonly Token[]): ElementTest | null {
  const asked = tokens.filter(({ type }) => type !== SelectorType.Universal);
  if (asked.length === 0) return null;
  return compileTokens<Tag, Tag>([structuredClone(asked)], {
    adapter: tagAdapter,
    cacheResults: false,
  });
}

/** How css-select sees a start tag by itself: attributes and a name, and nothing around it. */
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
