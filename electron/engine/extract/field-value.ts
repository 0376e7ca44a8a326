import type { CompiledField, CompiledStep } from './compile-field.ts';

/** The value of a field from the values that were taken, in order: a single one, or all of them joined. */
export function fieldValue(
  { take, separator, clean }: CompiledField,
  values: readonly string[],
): string {
  const [first] = values;
  if (separator === null || take.kind === 'count' || take.kind === 'exists') {
    return first === undefined ? '' : (cleaned(first, clean) ?? '');
  }
  return values
    .map((value) => cleaned(value, clean))
    .filter((value) => value !== null)
    .join(separator);
}

/** Whether a field has found nothing by its own selector, so that its alternates are tried. */
export function isNothing({ take }: CompiledField, value: string): boolean {
  return (
    value === '' ||
    (take.kind === 'count' && value === '0') ||
    (take.kind === 'exists' && value === 'false')
  );
}

/** The value after all steps, null where one does not match; NUL is always removed (for SQLite and CSV). */
function cleaned(value: string, steps: readonly CompiledStep[]): string | null {
  let result = value;
  for (const { expression } of steps) {
    const found = expression.exec(result);
    if (found === null) return null;
    result = (found.length > 1 ? found[1] : found[0]) ?? '';
  }
  return result.includes('\0') ? result.replaceAll('\0', '\ufffd') : result;
}
