import type { Field } from './job.ts';
import { isBlankStep } from './v2/clean.ts';
import { type Each, isNoEach, type JsonPlace } from './v2/source.ts';

interface HalfTyped<E extends Each> {
  readonly each: E;
  readonly fields: readonly Field[];
}

/**
 * Rules that are still being typed, in a form that the engine takes: what lacks its end finds nothing, a name
 * that is empty gets one, and a blank `each` is left out.
 */
export function finishedRules<E extends Each>({ each, fields }: HalfTyped<E>) {
  return {
    ...(!isNoEach(each) && { each: finishedEach(each) }),
    fields: fields.map((field, place) => ({
      ...finishedField(field),
      name: field.name.trim().slice(0, 200) || `field ${place + 1}`,
    })),
  };
}

function finishedEach<E extends Each>(each: E): E {
  const known: Each = each;
  if (typeof known === 'string' || !('json' in known) || known.in === undefined) return each;
  const finished: Each = { ...known, in: finishedPlace(known.in) };
  return finished as E;
}

function finishedField(field: Field): Field {
  const { answer, in: place } = field;
  return {
    ...field,
    ...(answer === 'header:' && { answer: 'header:-' }),
    ...(place !== undefined && { in: finishedPlace(place) }),
  };
}

function finishedPlace(place: JsonPlace): JsonPlace {
  if (place === 'ld+json:') return 'ld+json:-';
  return typeof place === 'object' && place.script === '' ? { script: '-' } : place;
}

/** A field as a run takes it, without the parts that are still blank. */
export function withoutBlankParts(field: Field): Partial<Field> {
  const clean = field.clean?.filter((step) => !isBlankStep(step)) ?? [];
  const place = (field.json ?? '').trim() === '' ? undefined : field.in;
  return withoutBlanks({ ...field, in: place, clean: clean.length === 0 ? undefined : clean });
}

/** An empty separator joins the values directly; every other empty text counts as not given. */
export function withoutBlanks<T extends object>(value: T): Partial<T> {
  const given = Object.entries(value).filter(
    ([key, content]) => content !== undefined && (content !== '' || key === 'separator'),
  );
  return Object.fromEntries(given) as Partial<T>;
}
