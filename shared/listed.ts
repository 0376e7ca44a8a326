import { formatCount } from './format.ts';

/**
 * Names of fields as part of a sentence: "price", "price and stock", "price, stock, size and 2 other fields".
 *
 * @param most the number of names that are given
 * @param count the number of fields, if `names` has only the first of them
 */
export function listedFields(names: readonly string[], most: number, count = names.length): string {
  const shown = names.slice(0, most);
  const others = count - shown.length;
  if (others === 0) return listed(shown);
  return listed([...shown, `${formatCount(others)} other ${others === 1 ? 'field' : 'fields'}`]);
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
