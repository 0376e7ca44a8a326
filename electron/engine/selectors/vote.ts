import type { Scope } from '../extract/walk.ts';
import type { Candidate } from './candidates.ts';
import type { Finder } from './finder.ts';
import { isSameShape, shapeInWords, shapeOf } from './value-shape.ts';

/** Where else selectors are tried: other pages of the same kind, or other rows of the page. */
export interface OtherPlace {
  readonly finder: Finder;
  readonly scope: Scope;
}

export interface Vote {
  /** In the order of their worth; those that find something of another shape, or are outvoted, are left out. */
  readonly candidates: readonly Candidate[];
  /** A sentence why the rest cannot be relied on; null where nothing speaks against it. */
  readonly doubt: string | null;
}

/**
 * Lets candidates vote on other places: what they find there must look like the value here, and be the same for
 * all. The ones that find nothing there come last.
 */
export function vote(
  candidates: readonly Candidate[],
  take: string,
  value: string,
  others: readonly OtherPlace[],
): Vote {
  const shape = shapeOf(value);
  const tried = candidates.map((candidate) => ({
    candidate,
    values: others.map(({ finder, scope }) => finder.value({ css: candidate.css, take }, scope)),
  }));
  const firm = tried.filter(({ candidate }) => candidate.trust !== 'weak');
  const fitting = firm.filter(({ values }) =>
    values.every((other) => other === '' || isSameShape(shape, shapeOf(other))),
  );
  const agreed = others.map((_, place) =>
    majority(fitting.map(({ values }) => values[place] ?? '')),
  );
  const isTied = agreed.some((most) => most === null);
  const agreeing = fitting.filter(({ values }) =>
    values.every(
      (other, place) => other === '' || agreed[place] === null || other === agreed[place],
    ),
  );
  const empties = ({ values }: (typeof tried)[number]) =>
    values.filter((other) => other === '').length;
  const kept = agreeing.length > 0 ? [...agreeing].sort((a, b) => empties(a) - empties(b)) : [];
  const weak = tried.filter(({ candidate }) => candidate.trust === 'weak');
  const doubt = isTied
    ? 'Two ways to find it disagree on another page.'
    : firm.length > 0 && fitting.length === 0
      ? `On another page it finds something else than ${shapeInWords(shape)}.`
      : null;
  return { candidates: [...kept, ...weak].map(({ candidate }) => candidate), doubt };
}

/** The value that most of them have; empty where none has any, null where two have as many. */
function majority(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  if (first === undefined) return '';
  return second !== undefined && second[1] === first[1] ? null : first[0];
}
