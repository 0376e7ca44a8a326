import { z } from 'zod';

const expression = (what: string) => z.string().max(10_000).describe(what);
const text = (what: string) => z.string().max(1000).describe(what);

/** A step that a value goes through before it is a cell. */
export const cleanStepSchema = z.union(
  [
    z.strictObject({
      match: expression(
        'A regular expression: group 1, or the whole match when it has no group. A value that does not match is left out.',
      ),
    }),
    z.strictObject({
      replace: expression('A regular expression: every match is replaced.'),
      with: text('What takes the place of a match; $1 stands for group 1, $& for the whole match.'),
    }),
    z.strictObject({
      from: text('Keeps what stands behind the first place of this text, if it is there.'),
    }),
    z.strictObject({
      to: text('Keeps what stands before the first place of this text, if it is there.'),
    }),
    z.strictObject({
      split: text(
        'Makes several values of one, at every place of this text. They are joined by the separator of the field.',
      ),
    }),
    z.strictObject({
      default: text('Stands in where the other steps leave nothing, or nothing was found.'),
    }),
  ],
  'must be one of { "match": … }, { "replace": …, "with": … }, { "from": … }, { "to": … }, { "split": … } and { "default": … }',
);

export type CleanStep = Readonly<z.infer<typeof cleanStepSchema>>;

/** Whether a step is not filled in, so that it changes nothing. */
export function isBlankStep(step: CleanStep): boolean {
  if ('match' in step) return step.match.trim() === '';
  if ('replace' in step) return step.replace.trim() === '';
  return Object.values(step).every((value) => value === '');
}

/** Whether a step runs a regular expression of the job. */
export function hasExpression(step: CleanStep): boolean {
  return ('match' in step || 'replace' in step) && !isBlankStep(step);
}

/** The text that stands in for an empty value; empty for none. */
export function defaultOf(clean: readonly CleanStep[] = []): string {
  return clean.flatMap((step) => ('default' in step ? step.default : [])).at(-1) ?? '';
}
