import { parse } from 'css-what';
import type { CompiledField } from '../compile-field.ts';
import { mayBeLink } from '../link-attributes.ts';
import { type Step, Steps } from './steps.ts';
import { TagNames } from './tag-names.ts';
import { usualNames } from './tags.ts';

/** Steps by the number of the tag name that they require; at 0 those that require none. */
export type StepsByTag = readonly (readonly Step[])[];

/** The rules of a job for one pass, worked out once for all its pages. */
export interface OnePassPlan {
  readonly fields: readonly CompiledField[];
  readonly names: TagNames;
  readonly steps: readonly Step[];
  /** The targets of the selectors: the fields by their number, then rows and the base of links. */
  readonly targets: { readonly each: number | null; readonly base: number | null };
  /** By target: the steps that lead to it. */
  readonly stepsOf: readonly (readonly Step[])[];
  /** Steps that may match anywhere in the page, and those that may match only where a row is open. */
  readonly everywhere: StepsByTag;
  readonly inRows: StepsByTag;
  /** The number of steps at each number of `everywhere`. */
  readonly countsEverywhere: readonly number[];
  /** By the number of a name: whether later attributes of such an element could change a value. */
  readonly seesAttributes: readonly boolean[];
  /** No value depends on parents, nor on the order of several matches. */
  readonly allowsMoves: boolean;
  /** There are selectors that begin with ">": children of a row. */
  readonly childrenOfRows: boolean;
}

/** @param each and @param selectors have no obstacles (see `obstacleIn`); null: none. */
export function planOnePass(
  each: string | null,
  selectors: readonly (string | null)[],
  fields: readonly CompiledField[],
): OnePassPlan {
  const steps = new Steps();
  const targets = {
    each: each === null ? null : fields.length,
    base: fields.some(takesLinks) ? fields.length + 1 : null,
  };
  if (each !== null) steps.add(parse(each), fields.length);
  if (targets.base !== null) steps.add(parse('base[href]'), targets.base);
  selectors.forEach((css, field) => {
    if (css !== null) steps.add(parse(css), field);
  });
  const stepsOf = Array.from({ length: fields.length + 2 }, (_, target) =>
    leadingTo(steps.all.filter((step) => step.targets.includes(target))),
  );
  const ofPage = new Set([...(stepsOf.at(-2) ?? []), ...(stepsOf.at(-1) ?? [])]);
  const tags = steps.all.flatMap(({ tag }) => tag ?? []);
  const names = tags.every((tag) => usualNames.id(tag) > 0) ? usualNames : new TagNames(tags);
  const byTag = (some: readonly Step[]) =>
    names.names.map((name) => some.filter(({ tag }) => tag === null || tag === name));
  const isOfPage = (step: Step) => each === null || ofPage.has(step);
  const everywhere = byTag(steps.all.filter(isOfPage));
  return {
    fields,
    names,
    steps: steps.all,
    targets,
    stepsOf,
    everywhere,
    inRows: byTag(steps.all.filter((step) => !isOfPage(step))),
    seesAttributes: names.names.map((name) =>
      steps.all.some(
        ({ tag, test, targets }) =>
          (tag === null || tag === name) &&
          (test !== null || targets.some((target) => takesAttributes(fields, target))),
      ),
    ),
    allowsMoves:
      steps.all.every(({ child }) => !child) &&
      fields.every(({ separator, take }) => separator === null || take.kind === 'count'),
    childrenOfRows: steps.all.some(({ parent }) => parent === 'row'),
    countsEverywhere: everywhere.map(({ length }) => length),
  };
}

/** Whether a field takes attributes of this target; the element of a row counts for all fields. */
function takesAttributes(fields: readonly CompiledField[], target: number): boolean {
  const its = target === fields.length ? fields : fields.slice(target, target + 1);
  return its.some(({ take }) => take.kind === 'attr');
}

function takesLinks({ take, isAddress }: CompiledField): boolean {
  return isAddress || (take.kind === 'attr' && mayBeLink(take.name));
}

/** These steps and those that they build on. */
function leadingTo(last: readonly Step[]): readonly Step[] {
  const found = new Set<Step>();
  for (const end of last) {
    for (let step: Step['parent'] = end; step !== null && step !== 'row'; step = step.parent) {
      found.add(step);
    }
  }
  return [...found];
}
