import type { LinkBase } from '../page/resolve-link.ts';
import { resolveLink } from '../page/resolve-link.ts';
import { cleanedValues } from './clean-steps.ts';
import type { CompiledField } from './compile-field.ts';

/**
 * The value of a field from the values that were taken, in order: a single one, or all of them joined. NUL is
 * removed (for SQLite and CSV).
 *
 * @param base of the page, for a field of URLs
 */
export function fieldValue(
  { take, separator, clean, joint, isAddress }: CompiledField,
  taken: readonly string[],
  base: () => LinkBase,
): string {
  const [first] = taken;
  const isSingle = separator === null || take.kind === 'count' || take.kind === 'exists';
  const values = isSingle ? (first === undefined ? [] : [first]) : taken;
  if (clean.length === 0 && !isAddress) return withoutNul(values.join(joint));
  const cleaned = values.flatMap((value) => cleanedValues(value, clean));
  const absolute = isAddress ? cleaned.map((value) => absoluteUrl(value, base)) : cleaned;
  return withoutNul(absolute.join(joint));
}

function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}

/** A text that is written like a path. Any other text could be resolved as well, and would look like an address. */
const path = /^(?:\/|\.{1,2}\/|\?|#)\S*$/;

function absoluteUrl(value: string, base: () => LinkBase): string {
  return path.test(value.trim()) ? resolveLink(value.trim(), base()) : value;
}

/** Whether a field has found nothing by its own selector, so that its alternates are tried. */
export function isNothing({ take }: CompiledField, value: string): boolean {
  return (
    value === '' ||
    (take.kind === 'count' && value === '0') ||
    (take.kind === 'exists' && value === 'false')
  );
}
