import type { Element } from 'domhandler';
import { shapeOf } from './value-shape.ts';

const longestName = 40;

/** A name for a column: the first of the names that says something, as `free_shipping`, and not in use. */
export function fieldName(
  wanted: readonly (string | null)[],
  element: Element,
  value: string,
  inUse: readonly string[],
): string {
  const names = wanted.map((name) => (name === null ? '' : columnName(name)));
  return freeName(names.find((one) => /\p{L}{2}/u.test(one)) ?? nameOfKind(element, value), inUse);
}

/** A name for the value along these keys of JSON: the last of them that is a name. */
export function nameOfKeys(keys: readonly (string | number)[], inUse: readonly string[]): string {
  const names = keys.flatMap((key) => (typeof key === 'string' ? columnName(key) : []));
  const told = names.filter((name) => name !== '');
  const [own = 'value', around] = told.toReversed();
  const isTaken = inUse.some((name) => name.trim().toLowerCase() === own);
  return freeName(isTaken && around !== undefined ? `${around}_${own}` : own, inUse);
}

function freeName(name: string, inUse: readonly string[]): string {
  const used = new Set(inUse.map((one) => one.trim().toLowerCase()));
  let free = name;
  for (let count = 2; used.has(free); count += 1) free = `${name}_${count}`;
  return free;
}

/** `product-Title`, `productTitle` and `Product title:` become `product_title`; other scripts stay. */
function columnName(text: string): string {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase()
    .slice(0, longestName)
    .replace(/^_+|_+$/g, '');
}

function nameOfKind({ name }: Element, value: string): string {
  if (name === 'img' || name === 'picture') return 'picture';
  if (/^h\d$/.test(name)) return 'title';
  if (name === 'time') return 'date';
  const shape = shapeOf(value);
  if (shape === 'price' || shape === 'date' || shape === 'number') return shape;
  return 'text';
}
