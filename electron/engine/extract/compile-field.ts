import { defaultSeparator } from '#shared/job/defaults.ts';
import type { Field } from '#shared/job/v2/field.ts';
import { type CompiledStep, compileSteps } from './clean-steps.ts';
import { MatchError } from './compile-match.ts';
import { isBlank } from './extract-rules.ts';
import type { FieldProblem } from './field-problem.ts';
import { compileSelector, type Selector, SelectorError } from './selector.ts';
import { type CompiledSource, compilePlace, compileSource } from './sources/compile-source.ts';
import { ExpressionError } from './sources/expression-error.ts';

export type Take =
  | { readonly kind: 'text' | 'lines' | 'html' | 'count' | 'exists' }
  | { readonly kind: 'attr'; readonly name: string };

export interface CompiledField {
  /** Where the value comes from; null: from the selector. */
  readonly source: CompiledSource | null;
  /** Null: the match of `each` itself, or the page. */
  readonly selector: Selector | null;
  /** Tried in order where `selector` gives an empty value. */
  readonly alternates: readonly Selector[];
  readonly take: Take;
  /** The separator that joins the values of every match; null: only the first match counts. */
  readonly separator: string | null;
  /** The steps that a value goes through, in order. */
  readonly clean: readonly CompiledStep[];
  /** What joins the values that `clean` makes of one. */
  readonly joint: string;
  /** The values are URLs: paths become absolute by the base of the page. */
  readonly isAddress: boolean;
}

/** @throws SelectorError, MatchError, ExpressionError */
export function compileField(field: Field): CompiledField {
  const joint = field.separator ?? defaultSeparator;
  return {
    source: compileSource(field),
    selector: isBlank(field.css) ? null : compileSelector(field.css),
    alternates: (field.alternates ?? []).filter((css) => !isBlank(css)).map(compileSelector),
    take: parseTake(field.take ?? 'text'),
    separator: field.all === true ? joint : null,
    clean: compileSteps(field.clean),
    joint,
    isAddress: field.type === 'url' || field.type === 'picture',
  };
}

function parseTake(take: string): Take {
  switch (take) {
    case 'text':
    case 'lines':
    case 'html':
    case 'count':
    case 'exists':
      return { kind: take };
    default:
      return { kind: 'attr', name: take.replace(/^attr:/, '') };
  }
}

/** All parts of a field that cannot be used: selectors and expressions that do not parse. */
export function problemsOfField(field: Field): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const check = (part: keyof Field, place: string, compile: () => unknown): void => {
    const compiled = tryCompile(compile);
    if (!compiled.ok) problems.push({ part, place, message: compiled.problem });
  };
  const { css, alternates = [], clean = [], in: place, ...rest } = field;
  if (!isBlank(css)) check('css', 'css', () => compileSelector(css));
  alternates.forEach((other, at) => {
    if (!isBlank(other)) check('alternates', `alternates[${at}]`, () => compileSelector(other));
  });
  const part = isBlank(field.xpath) ? 'json' : 'xpath';
  check(part, part, () => compileSource(rest));
  if (place !== undefined) check('in', 'in', () => compilePlace(place));
  clean.forEach((step, at) => {
    const key = 'match' in step ? 'match' : 'replace';
    check('clean', `clean[${at}].${key}`, () => compileSteps([step]));
  });
  return problems;
}

export type Compiled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** The problem as a sentence for the person if compiling fails; a defect is rethrown. */
export function tryCompile<T>(compile: () => T): Compiled<T> {
  try {
    return { ok: true, value: compile() };
  } catch (error) {
    if (
      error instanceof SelectorError ||
      error instanceof MatchError ||
      error instanceof ExpressionError
    ) {
      return { ok: false, problem: error.message };
    }
    throw error;
  }
}
