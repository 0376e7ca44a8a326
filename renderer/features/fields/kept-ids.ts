import type { FieldList } from './field-list.ts';

/** The fields of a moment, each with the id of its row. */
export interface FieldIds {
  readonly fields: FieldList;
  readonly ids: readonly number[];
  readonly next: number;
}

export const firstIds = (fields: FieldList): FieldIds => ({
  fields,
  ids: fields.map((_, place) => place),
  next: fields.length,
});

/**
 * The ids after a change of the list: a field that was moved keeps its own, and so does one that was changed at
 * its place. So what a row has open goes with its field.
 */
export function keptIds(before: FieldIds, fields: FieldList): FieldIds {
  let { next } = before;
  const ids = fields.map((field, place) => {
    const same = before.fields.indexOf(field);
    const there = before.fields[place];
    const kept = same < 0 && there && !fields.includes(there) ? place : same;
    const id = before.ids[kept];
    if (id !== undefined) return id;
    next += 1;
    return next - 1;
  });
  return { fields, ids, next };
}
