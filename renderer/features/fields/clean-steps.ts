import type { Field } from '#shared/job/job.ts';
import type { CleanStep } from '#shared/job/v2/clean.ts';

export const stepKinds = ['match', 'replace', 'from', 'to', 'split', 'default'] as const;
export type StepKind = (typeof stepKinds)[number];

export const stepLabels: Readonly<Record<StepKind, string>> = {
  match: 'Match',
  replace: 'Replace',
  from: 'From',
  to: 'To',
  split: 'Split at',
  default: 'If empty',
};

/** What stands in the empty input of a step. */
export const stepHints: Readonly<Record<StepKind, string>> = {
  match: 'regular expression',
  replace: 'regular expression',
  from: 'text before the value',
  to: 'text behind the value',
  split: 'text between values',
  default: 'text to put there',
};

export function stepKindOf(step: CleanStep): StepKind {
  return stepKinds.find((kind) => kind in step) ?? 'match';
}

/** The text of a step: for a replacement, its expression. */
export function stepText(step: CleanStep): string {
  if ('match' in step) return step.match;
  if ('replace' in step) return step.replace;
  if ('from' in step) return step.from;
  if ('to' in step) return step.to;
  return 'split' in step ? step.split : step.default;
}

/** @param by what takes the place of a match */
export function stepOf(kind: StepKind, text: string, by = ''): CleanStep {
  switch (kind) {
    case 'match':
      return { match: text };
    case 'replace':
      return { replace: text, with: by };
    case 'from':
      return { from: text };
    case 'to':
      return { to: text };
    case 'split':
      return { split: text };
    case 'default':
      return { default: text };
  }
}

/** The expression of a field whose only step is a match, or that has none; null for one with other steps. */
export function onlyMatch({ clean = [] }: Pick<Field, 'clean'>): string | null {
  const [first, ...more] = clean;
  if (first === undefined) return '';
  return more.length === 0 && 'match' in first ? first.match : null;
}

/** Steps as they stand in a job: none for an empty list. */
export function stepsOrNone(steps: readonly CleanStep[]): Field['clean'] {
  return steps.length === 0 ? undefined : [...steps];
}
