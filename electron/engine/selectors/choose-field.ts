import type { Element } from 'domhandler';
import type { PickedField } from '#shared/engine-protocol/pick.ts';
import type { Scope } from '../extract/walk.ts';
import { calledOf } from './called.ts';
import { type Candidate, candidatesFor } from './candidates.ts';
import { fieldName } from './field-name.ts';
import type { Finder } from './finder.ts';
import { defaultTake, takesOf } from './takes.ts';
import { type OtherPlace, type Vote, vote } from './vote.ts';

const maxAlternates = 3;
const longestValue = 2000;

/**
 * The field for an element: the selector that should last longest, with others that stand in where it finds
 * nothing. Something that the page itself says is enough; of ways that only probably last, two must agree.
 */
export function chooseField(
  finder: Finder,
  element: Element,
  scope: Scope,
  names: readonly string[],
  others: readonly OtherPlace[],
): PickedField {
  const take = defaultTake(element);
  const takes = takesOf(finder, element);
  const value = finder.valueOf(element, take);
  if (element === scope) return scopeItself(element, take, takes, value, names);
  const candidates = candidatesFor(finder, element, scope);
  const ballot = vote(candidates, take, value, others);
  const [best] = ballot.candidates;
  if (best === undefined) throw new Error('An element has a place at least.');
  const alternates = ballot.candidates
    .filter(({ trust, css }) => trust === 'strong' && css !== best.css)
    .map(({ css }) => css)
    .slice(0, maxAlternates);
  const wanted = candidates.filter(({ kind }) => kind !== 'heading').map(({ name }) => name);
  return {
    field: {
      name: fieldName(wanted, element, value, names),
      css: best.css,
      ...(take === 'text' ? {} : { take }),
      ...(alternates.length === 0 ? {} : { alternates }),
    },
    called: calledOf(element, candidates),
    value: value.slice(0, longestValue),
    takes,
    matches: best.matches,
    ...judge(best, ballot),
  };
}

type Judgement = Pick<PickedField, 'confidence' | 'reason'>;

function judge(best: Candidate, { candidates, doubt }: Vote): Judgement {
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
  return kinds.size > 1
    ? { confidence: 'sure', reason: best.says }
    : {
        confidence: 'unsure',
        reason: `${best.says} Whether other pages have that too is not certain.`,
      };
}

/** A field that is the row itself. */
function scopeItself(
  element: Element,
  take: string,
  takes: PickedField['takes'],
  value: string,
  names: readonly string[],
): PickedField {
  return {
    field: { name: fieldName([], element, value, names), ...(take === 'text' ? {} : { take }) },
    called: calledOf(element, []),
    value: value.slice(0, longestValue),
    takes,
    matches: 1,
    confidence: 'sure',
    reason: 'It is the row itself.',
  };
}
