import { readCell, settleCell } from '#shared/values/type-cell.ts';
import type { ValueRule } from '#shared/values/value-type.ts';
import { hashOf } from './text-hash.ts';

/** 32 MB or so. In larger columns, later duplicates of values that came after these are not found. */
const mostKept = 1_000_000;

/** The values of a column whose field is marked as unique, as hashes of 53 bits. */
export class UniqueValues {
  readonly #known = new Set<number>();

  constructor(values: Iterable<string>) {
    for (const value of values) {
      if (this.#known.size >= mostKept) return;
      this.has(value);
    }
  }

  /** Whether an earlier row has this value. */
  has(value: string): boolean {
    const key = hashOf(value) * 0x200000 + (hashOf(`${value}\0`) & 0x1fffff);
    if (this.#known.has(key)) return true;
    if (this.#known.size < mostKept) this.#known.add(key);
    return false;
  }
}

/**
 * The form in which values of a unique field are compared: as their type, so that "5,00 €" is "5 €" again. A value
 * with several readings is its text, whatever its column makes of it later, so that the run's file gives the same.
 */
export function comparedValue(rule: ValueRule, text: string, language: string | null): string {
  if (rule.type === 'text') return text;
  const { form } = rule;
  const cell = readCell(rule.type, text, language);
  return String(
    settleCell(cell, form === null ? { kind: 'undecided' } : { kind: 'set', form }).cell,
  );
}
