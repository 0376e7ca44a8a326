import type { CompiledField } from './compile-field.ts';

/** The value of a field from the values that were taken, in order: a single one, or all of them joined. */
export function fieldValue(
  { take, separator, match }: CompiledField,
  values: readonly string[],
): string {
  const [first] = values;
  if (separator === null || take.kind === 'count' || take.kind === 'exists') {
    return first === undefined ? '' : clean(first, match);
  }
  const matching = match === null ? values : values.filter((value) => match.test(value));
  return matching.map((value) => clean(value, match)).join(separator);
}

/** Whether a field has found nothing by its own selector, so that its alternates are tried. */
export function isNothing({ take }: CompiledField, value: string): boolean {
  return (
    value === '' ||
    (take.kind === 'count' && value === '0') ||
    (take.kind === 'exists' && value === 'false')
  );
}

/** Group 1 of the expression, or the whole match; NUL is always removed (for SQLite and CSV). */
function clean(value: string, match: RegExp | null): string {
  let result = value;
  if (match !== null) {
    const found = match.exec(value);
    result = found === null ? '' : ((found.length > 1 ? found[1] : found[0]) ?? '');
  }
  return result.includes('\0') ? result.replaceAll('\0', '\ufffd') : result;
}
