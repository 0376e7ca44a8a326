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
  /** The best first; those that find something of another shape, or are outvoted, are left out. */
  readonly candidates: readonly Candidate[];
  /** Those that were found in three or more other places, and there only once each. */
  readonly confirmed: ReadonlySet<Candidate>;
  /** A sentence why the rest cannot be relied on; null where nothing speaks against it. */
  readonly doubt: string | null;
}

interface Tried {
  readonly candidate: Candidate;
  /** By the number of the other place. */
  readonly values: readonly string[];
}

/** On a few other pages every vote counts; among twenty rows some are always special. */
const mayDiffer = 0.1;
const mayHaveAnotherShape = 0.3;
const enoughPlaces = 3;

/**
 * Lets candidates vote on other places: what they find there must look like the value here, and be the same for
 * all. Those that find nothing there come behind their equals, and behind all where none of them finds it.
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
  // The label of one thing, such as its name in a heading, is found at no other.
  const isOfOne = ({ candidate, values }: Tried) =>
    candidate.trust === 'medium' &&
    values.length >= enoughPlaces &&
    values.every((other) => other === '');
  const firm = tried.filter((one) => one.candidate.trust !== 'weak' && !isOfOne(one));
  const hasShape = (other: string) => other === '' || isSameShape(shape, shapeOf(other));
  const fitting = firm.filter(({ values }) => most(values, hasShape, mayHaveAnotherShape));
  const agreed = others.map((_, place) =>
    majority(fitting.map(({ values }) => values[place] ?? '')),
  );
  const isTied = !most(agreed, (one) => one !== null, mayDiffer);
  const agreeing = fitting.filter(({ values }) =>
    most(
      values,
      (other, place) => other === '' || agreed[place] === null || other === agreed[place],
      mayDiffer,
    ),
  );
  const weak = tried.filter(({ candidate }) => candidate.trust === 'weak');
  const doubt = isTied
    ? 'Two ways to find it disagree elsewhere.'
    : firm.length > 0 && fitting.length === 0
      ? `Elsewhere it finds something else than ${shapeInWords(shape)}.`
      : null;
  return {
    candidates: [...[...agreeing].sort(byFinds), ...weak].map(({ candidate }) => candidate),
    confirmed: new Set(
      agreeing.filter((one) => isConfirmed(one, others)).map((one) => one.candidate),
    ),
    doubt,
  };
}

/** Whether the test holds for all but a share of them. */
function most<T>(
  all: readonly T[],
  test: (one: T, at: number) => boolean,
  mayFail: number,
): boolean {
  const failed = all.filter((one, at) => !test(one, at)).length;
  return failed <= Math.floor(all.length * mayFail);
}

function isConfirmed({ candidate, values }: Tried, others: readonly OtherPlace[]): boolean {
  if (others.length < enoughPlaces) return false;
  const found = values.filter((value) => value !== '').length;
  if (found < others.length * (1 - mayHaveAnotherShape)) return false;
  return others.every(({ finder, scope }) => finder.all(candidate.css, scope).length <= 1);
}

function byFinds(a: Tried, b: Tried): number {
  const empties = ({ values }: Tried) => values.filter((value) => value === '').length;
  const findsNone = (one: Tried) =>
    Number(one.values.length > 0 && empties(one) === one.values.length);
  const trust = ({ candidate }: Tried) => Number(candidate.trust !== 'strong');
  return findsNone(a) - findsNone(b) || trust(a) - trust(b) || empties(a) - empties(b);
}

/** The value that most of them have; empty where none has any, null where two have as many. */
function majority(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  if (first === undefined) return '';
  return second !== undefined && second[1] === first[1] ? null : first[0];
}
