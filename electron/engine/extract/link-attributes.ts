import type { NamedElement } from './named-element.ts';

/** Attributes that hold one address on every element (HTML standard, index of attributes). */
const links = new Set(
  (
    'href src action formaction cite poster background longdesc manifest xlink:href data-href ' +
    'data-src data-original data-lazy-src'
  ).split(' '),
);

/** Attributes that hold several pictures of one kind, to choose from. */
const sets = new Set(['srcset', 'imagesrcset', 'data-srcset', 'data-lazy-srcset']);

/** Longer values are no addresses, and the expressions below would take too long on them. */
const longestAddress = 2000;

/** The beginning or end of an address, for attributes that a site has invented and that may hold anything. */
const looksLikeAddress =
  /^(?:https?:)?\/\/\S+$|^\.{0,2}\/\S*$|^[^\s:]+\.(?:avif|gif|jpe?g|png|svg|webp|pdf|html?|php|aspx?|mp[34])(?:[?#]\S*)?$/i;
const mayHoldAddress =
  /^data-.*(?:src|href|url|link|image|img|lazy|echo|thumb|poster|background|zoom|large|full)/;

/** Names of `<meta>` whose `content` is an address: Open Graph, Twitter cards, microdata. */
const metaLinks =
  /^(?:og:(?:url|(?:image|video|audio)(?::(?:secure_)?url)?)|twitter:(?:image|player)(?::src|:stream)?|thumbnail|msapplication-tileimage|(?:image|url|logo|thumbnailurl|contenturl|embedurl|sameas|downloadurl|installurl))$/i;

/** Whether an attribute of this name can be read as an address, on any element and with any value. */
export function mayBeLink(name: string): boolean {
  const key = name.toLowerCase();
  return (
    links.has(key) || sets.has(key) || /^(?:data|content)$/.test(key) || mayHoldAddress.test(key)
  );
}

/** The way to read an attribute's value: unchanged, as an address, or as a set of pictures. */
export function linkKind(
  element: NamedElement,
  name: string,
  value: string,
): 'value' | 'link' | 'set' {
  if (links.has(name)) return 'link';
  if (sets.has(name)) return 'set';
  if (name === 'data') return element.name === 'object' ? 'link' : 'value';
  if (name === 'content') {
    const meta = element.value('property') ?? element.value('name') ?? element.value('itemprop');
    return element.name === 'meta' && metaLinks.test(meta ?? '') ? 'link' : 'value';
  }
  const isAddress = value.length <= longestAddress && looksLikeAddress.test(value);
  return mayHoldAddress.test(name) && isAddress ? 'link' : 'value';
}

/**
 * The largest picture of a `srcset` (HTML standard, "parse a srcset attribute"): by width, else by
 * density; the first of equal ones. Empty where there is none.
 */
export function largestPicture(srcset: string): string {
  let best = { url: '', size: -1 };
  for (const { url, size } of candidates(srcset)) if (size > best.size) best = { url, size };
  return best.url;
}

function* candidates(srcset: string) {
  const blanksAndCommas = /[\s,]*/y;
  const address = /\S*/y;
  const descriptors = /(?:\([^)]*\)?|[^,(])*/y;
  let at = 0;
  const next = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(srcset)?.[0] ?? '';
    at += found.length;
    return found;
  };
  while (at < srcset.length) {
    next(blanksAndCommas);
    const url = next(address);
    if (url === '') return;
    // A comma directly after the address ends the candidate; one inside belongs to the address.
    if (url.endsWith(',')) yield { url: withoutCommas(url), size: sizeOf('') };
    else yield { url, size: sizeOf(next(descriptors)) };
  }
}

function withoutCommas(url: string): string {
  let end = url.length;
  while (url[end - 1] === ',') end--;
  return url.slice(0, end);
}

/** A width in pixels always ranks above a density; since no page has both. */
function sizeOf(descriptors: string): number {
  const [, number = '1', unit = 'x'] =
    /(?:^|\s)(\d+(?:\.\d+)?(?:e[+-]?\d+)?)([wx])(?:\s|$)/i.exec(descriptors) ?? [];
  return Number(number) * (unit.toLowerCase() === 'w' ? 1 : 1e-3);
}

/** The attributes in which scripts that load pictures late look for the address, the most common first. */
const lazySources = [
  'data-src',
  'data-original',
  'data-lazy-src',
  'data-lazy',
  'data-echo',
  'data-url',
];
const lazySets = ['data-srcset', 'data-lazy-srcset', 'srcset'];
const lazyElements = /^(?:img|iframe|source|video|audio|embed|input)$/;

/** A placeholder for a picture: inline data, or a file whose name says that it is a placeholder. */
const placeholder =
  /^\s*$|^\s*(?:data:|about:blank|#|javascript:)|(?:^|[/_-])(?:1x1|blank|empty|grey|gr[ae]y|lazy|lazyload|loader|loading|pixel|placeholder|preload(?:er)?|spacer|spinner|trans(?:parent)?)(?:[._-][^/]*)?\.(?:gif|jpe?g|png|svg|webp)(?:[?#]|$)/i;

/**
 * The attribute that holds the address of an element which a script loads late, when `src` holds a
 * placeholder or nothing, or when the element's class says that it is loaded late. Null: it is `src`.
 */
export function lazySource(element: NamedElement): string | null {
  if (!lazyElements.test(element.name)) return null;
  const src = element.value('src') ?? '';
  const isLazy = /(?:^|\s)(?:b-)?lazy(?:load)?(?:\s|$)/i.test(element.value('class') ?? '');
  const isPlaceholder = placeholder.test(src.slice(0, longestAddress));
  if (!isPlaceholder && !isLazy) return null;
  const isAddress = (name: string) => {
    const value = element.value(name) ?? '';
    return !/^\s*(?:data:|$)/i.test(value) && linkKind(element, name, value) !== 'value';
  };
  const source = lazySources.find(isAddress);
  if (source !== undefined) return source;
  return isPlaceholder ? (lazySets.find(isAddress) ?? null) : null;
}
