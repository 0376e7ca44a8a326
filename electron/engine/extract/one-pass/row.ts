import type { CompiledField } from '../compile-rules.ts';
import { collapse, fieldValue } from '../field-value.ts';
import { resolveLink } from '../take-attribute.ts';
import type { Taken } from './captures.ts';

/** A row while the page is read: what was taken for each field, and how often it matched. */
export interface Row {
  /** How deep its element stands; 0: it is the page's. */
  readonly depth: number;
  readonly taken: Taken[][];
  readonly counts: number[];
}

export function newRow(depth: number, fields: readonly CompiledField[]): Row {
  return { depth, taken: fields.map(() => []), counts: fields.map(() => 0) };
}

/** The values of a row, once the page is read. */
export function valuesOf(row: Row, fields: readonly CompiledField[], base: () => string): string[] {
  return fields.map((field, index) => {
    const { kind } = field.take;
    const count = row.counts[index] ?? 0;
    if (kind === 'count') return fieldValue(field, [String(count)]);
    if (kind === 'exists') return fieldValue(field, [String(count > 0)]);
    return fieldValue(
      field,
      (row.taken[index] ?? []).map((taken) => finished(taken, base)),
    );
  });
}

function finished({ kind, text }: Taken, base: () => string): string {
  switch (kind) {
    case 'text':
      return collapse(text);
    case 'link':
      return resolveLink(text, base());
    case 'value':
    case 'contents':
    case 'html':
      return text;
  }
}
