import type { Field } from '#shared/job/job.ts';

export type FieldList = readonly Field[];

/**
 * A field with some keys changed; a key that is set to undefined is removed. Alternates belong to the selector
 * that they were found with, and go with it.
 */
export type FieldChange = { readonly [K in keyof Field]?: Field[K] | undefined };

export function changeField(fields: FieldList, place: number, change: FieldChange): FieldList {
  return fields.map((field, index) => (index === place ? changed(field, change) : field));
}

function changed(field: Field, change: FieldChange): Field {
  const stale = 'css' in change ? { alternates: undefined } : {};
  const kept = Object.entries({ ...field, ...stale, ...change }).filter(
    ([key, value]) => key === 'name' || value !== undefined,
  );
  return Object.fromEntries(kept) as Field;
}

export function insertField(fields: FieldList, place: number, field: Field): FieldList {
  return fields.toSpliced(place, 0, field);
}

export function removeField(fields: FieldList, place: number): FieldList {
  return fields.toSpliced(place, 1);
}

/** Moves a field to the place `to`; a place outside the list changes nothing. */
export function moveField(fields: FieldList, from: number, to: number): FieldList {
  const field = fields[from];
  if (field === undefined || to < 0 || to >= fields.length || from === to) return fields;
  return insertField(removeField(fields, from), to, field);
}

/** A name that is not used by a field yet: "price", "price 2", "price 3". */
export function freeName(fields: FieldList, wanted: string): string {
  const taken = new Set(fields.map(({ name }) => name));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}

/** Adds fields at the end, each under a unique name. */
export function addFields(fields: FieldList, added: FieldList): FieldList {
  const all = [...fields];
  for (const field of added) all.push({ ...field, name: freeName(all, field.name) });
  return all;
}

/** The error in a field's name, as a sentence; null when there is none. */
export function nameProblem(fields: FieldList, place: number): string | null {
  const name = fields[place]?.name.trim() ?? '';
  if (name === '') return 'Give this field a name.';
  const first = fields.findIndex((field) => field.name.trim() === name);
  return first < place ? 'Another field has this name already.' : null;
}
