import type { JobRules } from '#shared/job/job.ts';
import type { JobProblem } from '#shared/job/parse-job.ts';
import { checkBrowserSelector } from './browser-selector.ts';
import { compileSteps } from './clean-steps.ts';
import { type CompiledField, compileField } from './compile-field.ts';
import { MatchError } from './compile-match.ts';
import { type ExtractRules, isBlank } from './extract-rules.ts';
import { type OnePassPlan, planOnePass } from './one-pass/one-pass-plan.ts';
import { pathOf } from './one-pass/path-of.ts';
import { compileSelector, type Selector, SelectorError } from './selector.ts';

export interface CompiledRules {
  readonly each: Selector | null;
  readonly fields: readonly CompiledField[];
  /** See `ExtractRules`. */
  readonly encoding: string | undefined;
  readonly seesPasswords: boolean;
  readonly seesLanguage: boolean;
  /** The way to read HTML without a tree; null: a tree is needed. */
  readonly onePass: OnePassPlan | null;
}

/**
 * Compiles the rules of a job, once for all its pages.
 *
 * @throws Error where `checkRules` would report a problem
 */
export function compileRules(rules: ExtractRules): CompiledRules {
  const { each } = rules;
  const fields = rules.fields.map(compileField);
  const selectors = rules.fields.map(({ css }) => (isBlank(css) ? null : css));
  return {
    each: isBlank(each) ? null : compileSelector(each),
    fields,
    encoding: rules.encoding,
    seesPasswords: rules.seesPasswords ?? false,
    seesLanguage: rules.seesLanguage ?? false,
    onePass:
      pathOf(rules).path === 'one-pass'
        ? planOnePass(isBlank(each) ? null : each, selectors, fields)
        : null,
  };
}

/** All parts of the rules that cannot be used: selectors and expressions that do not parse. */
export function checkRules(rules: Pick<JobRules, 'each' | 'fields' | 'options'>): JobProblem[] {
  const problems: JobProblem[] = [];
  const check = (place: string, compile: () => unknown) => {
    const compiled = tryCompile(compile);
    if (!compiled.ok) problems.push({ place, message: compiled.problem });
  };
  const { each } = rules;
  if (!isBlank(each)) check('each', () => compileSelector(each));
  rules.fields.forEach(({ css, alternates = [], clean = [] }, index) => {
    if (!isBlank(css)) check(`fields[${index}].css`, () => compileSelector(css));
    alternates.forEach((other, at) => {
      if (!isBlank(other)) {
        check(`fields[${index}].alternates[${at}]`, () => compileSelector(other));
      }
    });
    clean.forEach((step, at) => {
      const part = 'match' in step ? 'match' : 'replace';
      check(`fields[${index}].clean[${at}].${part}`, () => compileSteps([step]));
    });
  });
  const waitFor = rules.options?.renderWaitFor;
  if (!isBlank(waitFor)) check('options.renderWaitFor', () => checkBrowserSelector(waitFor));
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
    if (error instanceof SelectorError || error instanceof MatchError) {
      return { ok: false, problem: error.message };
    }
    throw error;
  }
}
