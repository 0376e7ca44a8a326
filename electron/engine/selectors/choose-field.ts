import type { Element } from 'domhandler';
import type { PickedField } from '#shared/engine-protocol/pick.ts';
import type { Scope } from '../extract/walk.ts';
import { calledOf } from './called.ts';
import { type Candidate, candidatesFor } from './candidates.ts';
import { PickError } from './element-path.ts';
import { fieldName } from './field-name.ts';
import type { Finder } from './finder.ts';
import { defaultTake, takesOf } from './takes.ts';
import { type OtherPlace, type Vote, vote } from './vote.ts';

const maxAlternates = 3;
/** As long as a job takes it. */
const longestSelector = 10_000;
const longestValue = 2000;

/** More candidates would say the same in other words. */
const mostCandidates = 16;
const mostPlaces = 4;

/** How the field is reached and what it takes, where that is not for the element to say. */
export interface FieldWishes {
  /** Leads from the row to `scope`, where that stands beside it: `+ dd`. */
  readonly prefix?: string;
  readonly take?: string | undefined;
}

/**
 * The field for an element: the selector that should last longest, with others that stand in where it finds
 * nothing. Something that the page itself says is enough; of ways that only probably last, two must agree.
 *
 * @param others places where the same field should be found as well
 * @throws PickError
 */
export function chooseField(
  finder: Finder,
  element: Element,
  scope: Scope,
  names: readonly string[],
  others: readonly OtherPlace[],
  { prefix = '', take = defaultTake(element) }: FieldWishes = {},
): PickedField {
  const value = finder.valueOf(element, take);
  const found = bestOf(candidatesFor(finder, element, scope));
  const candidates = found.map((one) => ({ ...one, css: `${prefix} ${one.css}`.trim() }));
  const ballot = vote(candidates, take, value, others);
  const [best] = ballot.candidates;
  if (best !== undefined && best.css.length > longestSelector) {
    throw new PickError('This is nested too deeply to be found again. Pick something around it.');
  }
  const alternates = alternatesTo(best, ballot.candidates);
  const css = best?.css ?? prefix;
  const wanted = ballot.candidates
    .filter(({ kind, trust }) => kind !== 'heading' && trust !== 'weak')
    .map(({ name }) => name);
  return {
    field: {
      name: fieldName([takeName(take), ...wanted], element, value, names),
      ...(css === '' ? {} : { css }),
      ...(take === 'text' ? {} : { take }),
      ...(alternates.length === 0 ? {} : { alternates }),
    },
    called: calledOf(element, candidates),
    value: value.slice(0, longestValue),
    takes: takesOf(finder, element),
    matches: best?.matches ?? 1,
    ...(best === undefined ? asWhole(prefix) : judge(best, ballot)),
  };
}

/** Other things that the page says of the element; two selectors by one class would fail together. */
function alternatesTo(best: Candidate | undefined, candidates: readonly Candidate[]): string[] {
  const reasons = new Set([best?.says]);
  const firm = candidates.filter(({ trust, says }) => {
    if (trust !== 'strong' || reasons.has(says)) return false;
    reasons.add(says);
    return true;
  });
  return firm.map(({ css }) => css).slice(0, maxAlternates);
}

/** The first that say what the element is, and a few places for where none of them is left. */
function bestOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const places = candidates.filter(({ trust }) => trust === 'weak');
  const others = candidates.filter(({ trust }) => trust !== 'weak');
  return [...others.slice(0, mostCandidates), ...places.slice(0, mostPlaces)];
}

/** The name of what is taken, where that says more than the element. */
function takeName(take: string): string | null {
  if (take === 'attr:href') return 'link';
  return take === 'attr:datetime' ? 'date' : null;
}

type Judgement = Pick<PickedField, 'confidence' | 'reason'>;

/** The element is the row itself, or the one behind it. */
function asWhole(prefix: string): Judgement {
  const reason = prefix === '' ? 'It is the row itself.' : 'It follows the beginning of the row.';
  return { confidence: 'sure', reason };
}

function judge(best: Candidate, { candidates, confirmed, doubt }: Vote): Judgement {
  if (doubt !== null) return { confidence: 'unsure', reason: doubt };
  if (best.trust === 'strong') return { confidence: 'sure', reason: best.says };
  if (best.trust === 'weak') {
    const reason =
      best.matches > 1
        ? `It is only the first of ${best.matches} that this selector finds.`
        : 'It is found by its place alone, and another page may have something else there.';
    return { confidence: 'unsure', reason };
  }
  const kinds = new Set(
    candidates.filter(({ trust }) => trust === 'medium').map(({ kind }) => kind),
  );
  return kinds.size > 1 || confirmed.has(best)
    ? { confidence: 'sure', reason: best.says }
    : { confidence: 'unsure', reason: `${best.says} Other pages may not have that.` };
}
