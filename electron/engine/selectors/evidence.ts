import type { Element } from 'domhandler';
import { assertNever } from '#shared/assert-never.ts';
import { kindOfName, wordsOf } from './stable-names.ts';
import { cssName, cssValue, isWritable } from './write-css.ts';

/**
 * How long a selector can be expected to last. `strong`: the page itself says what the thing is. `medium`: it
 * probably does; two of them that agree are as good as a strong one. `weak`: by its place.
 */
export type Trust = 'strong' | 'medium' | 'weak';

/** A selector for an element, with the reason why it should last. */
export interface Evidence {
  readonly kind:
    | 'test-id'
    | 'property'
    | 'label'
    | 'id'
    | 'data'
    | 'heading'
    | 'class'
    | 'stem'
    | 'aria'
    | 'tag'
    | 'place';
  readonly css: string;
  readonly trust: Trust;
  /** What a field of it could be called; not yet in the form of a column's name. */
  readonly name: string | null;
  /** A sentence for the person. */
  readonly says: string;
}

/** A page may write any number of attributes; those that say something are among the first. */
const mostAttributes = 60;

/** What an element says of itself. */
export function evidenceOf(element: Element): readonly Evidence[] {
  return [
    ...marks(element),
    ...properties(element),
    ...idOf(element),
    ...dataNames(element),
    ...heading(element),
    ...classes(element),
    ...ariaLabel(element),
    ...meaningfulTag(element),
  ];
}

const testIds =
  /^data-(?:test(?:-?id)?|test-[a-z-]+|qa(?:-?id)?|cy|e2e|tid|autoid|automation(?:-?id)?|hook|component|element|role|field|name|part)$/;

function marks({ attribs }: Element): Evidence[] {
  return Object.entries(attribs)
    .slice(0, mostAttributes)
    .flatMap(([attribute, value]): Evidence[] => {
      if (!testIds.test(attribute) || !isWrittenName(value)) return [];
      return [
        {
          kind: 'test-id',
          css: `[${attribute}=${cssValue(value)}]`,
          trust: 'strong',
          name: value,
          says: `The page marks it with ${attribute}="${value}".`,
        },
      ];
    });
}

/** `product-price`, `Product.Price`, `spec/weight`; nothing that holds the number of a thing. */
function isWrittenName(value: string): boolean {
  if (!isWritable(value) || !/^[\p{L}][\p{L}\d_.:/-]*$/u.test(value)) return false;
  return value
    .split(/[.:/]/)
    .every((part) => part === '' || /^(?:named|general)$/.test(kindOrWord(part)));
}

/** A test id may use words that only style when they are classes: `badge`, `container`. */
function kindOrWord(part: string): string {
  const { kind } = kindOfName(part);
  return kind === 'none' && /^\p{L}+$/u.test(part) && !/[a-z][A-Z].*[A-Z]/.test(part)
    ? 'general'
    : kind;
}

function properties({ name, attribs }: Element): Evidence[] {
  const of = (attribute: string, value: string, trust: Trust, tag = ''): Evidence => ({
    kind: 'property',
    css: `${tag}[${attribute}=${cssValue(value)}]`,
    trust,
    name: value.replace(/^.*[:/]/, ''),
    says: `The page says what it is: ${attribute}="${value}".`,
  });
  const found: Evidence[] = [];
  const { itemprop, property, rel, type } = attribs;
  if (itemprop !== undefined && isWritable(itemprop))
    found.push(of('itemprop', itemprop, 'strong'));
  if (property !== undefined && isWritable(property)) {
    found.push(of('property', property, 'strong', name === 'meta' ? 'meta' : ''));
  }
  const isNamed = /^(?:meta|input|select|textarea|button|output)$/.test(name);
  const own = attribs['name'];
  if (isNamed && own !== undefined && isWritable(own) && !/\d{3}/.test(own)) {
    found.push(of('name', own, 'strong', name));
  }
  if (rel !== undefined && /^(?:author|canonical|tag|next|prev|license)$/.test(rel)) {
    found.push(of('rel', rel, rel === 'tag' ? 'medium' : 'strong', cssName(name)));
  }
  if (name === 'script' && type === 'application/ld+json')
    found.push(of('type', type, 'medium', name));
  return found;
}

function idOf({ attribs: { id } }: Element): Evidence[] {
  if (id === undefined || !isWritable(id) || /\d/.test(id)) return [];
  const found = kindOfName(id);
  if (found.kind !== 'named' && found.kind !== 'general') return [];
  return [
    {
      kind: 'id',
      css: `#${cssName(id)}`,
      trust: 'strong',
      name: id,
      says: `It has the id "${id}".`,
    },
  ];
}

const otherUses =
  /^data-(?:v|id|index|key|src.*|href|url|link|react.*|ng.*|toggle|target|dismiss|bs.*|aos.*|lazy.*|gtm.*|track.*|analytics.*|turbo.*|controller|action|ga.*|emotion.*|astro.*|svelte.*|nimg|loaded|state|slot|type|value|width|height|size|title|content|method|remote|confirm|theme|hydrate|mutate|n-head|original.*|placeholder|animate.*|label|text|orientation|radix.*|headlessui.*|test.*|qa.*|cy|hook|component|element|role|field|name|part|e2e|tid|autoid|automation.*)(?:-|$)/;

/** The name of an attribute says what the thing is: `data-price="12.90"`. */
function dataNames({ attribs }: Element): Evidence[] {
  return Object.keys(attribs)
    .slice(0, mostAttributes)
    .flatMap((attribute): Evidence[] => {
      if (!/^data-[a-z][a-z-]*$/.test(attribute) || otherUses.test(attribute)) return [];
      const name = attribute.slice('data-'.length);
      if (kindOfName(name).kind !== 'named') return [];
      return [
        {
          kind: 'data',
          css: `[${attribute}]`,
          trust: 'medium',
          name,
          says: `It has the attribute "${attribute}".`,
        },
      ];
    });
}

function heading({ name }: Element): Evidence[] {
  if (name !== 'h1') return [];
  return [
    {
      kind: 'heading',
      css: 'h1',
      trust: 'strong',
      name: 'title',
      says: 'It is the heading of the page.',
    },
  ];
}

function classEvidence(name: string): Evidence | null {
  const known = kindOfName(name);
  switch (known.kind) {
    case 'named':
    case 'general':
      return {
        kind: 'class',
        css: `.${cssName(name)}`,
        trust: known.kind === 'named' ? 'strong' : 'medium',
        name,
        says: `Its class "${name}" says what it is.`,
      };
    case 'stem': {
      const { start } = known;
      return {
        kind: 'stem',
        css: `:is([class^=${cssValue(start)}], [class*=${cssValue(` ${start}`)}])`,
        trust: 'strong',
        name: start,
        says: `The beginning of its class, "${start}", stays when the rest changes.`,
      };
    }
    case 'ending': {
      const { end } = known;
      return {
        kind: 'stem',
        css: `:is([class$=${cssValue(end)}], [class*=${cssValue(`${end} `)}])`,
        trust: 'strong',
        name: end,
        says: `The end of its class, "${end}", stays when the rest changes.`,
      };
    }
    case 'none':
      return null;
    default:
      return assertNever(known);
  }
}

function classes({ attribs }: Element): Evidence[] {
  const names = [...new Set((attribs['class'] ?? '').split(/\s+/))].slice(0, 20);
  const found = names.flatMap((name) => classEvidence(name) ?? []);
  // Among many classes of a style system, one that is not known to be of it is hardly another thing.
  const isSystem = names.length >= 3 && found.length * 3 <= names.length;
  return isSystem ? found.map((one) => ({ ...one, trust: 'medium' as const })) : found;
}

function ariaLabel({ name, attribs }: Element): Evidence[] {
  const label = attribs['aria-label'];
  if (label === undefined || !isWritable(label) || label.length > 40 || /\d/.test(label)) return [];
  return [
    {
      kind: 'aria',
      css: `${cssName(name)}[aria-label=${cssValue(label)}]`,
      trust: wordsOf(label).length <= 3 ? 'strong' : 'medium',
      name: label,
      says: `Its label for screen readers is "${label}".`,
    },
  ];
}

/** Elements that most pages have once, and for one purpose. */
function meaningfulTag({ name, attribs }: Element): Evidence[] {
  const css =
    name === 'time' && attribs['datetime'] !== undefined
      ? 'time[datetime]'
      : /^(?:h[2-6]|img|picture|figure|video|audio|address|figcaption|output|meter|title|time|blockquote)$/.test(
            name,
          )
        ? name
        : null;
  if (css === null) return [];
  const trust = name === 'title' ? 'strong' : 'medium';
  return [{ kind: 'tag', css, trust, name: null, says: `It is the only <${name}> there.` }];
}
