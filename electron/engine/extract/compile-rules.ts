import { defaultSeparator } from '#shared/job/defaults.ts';
import type { Field, JobRules } from '#shared/job/job.ts';
import type { JobProblem } from '#shared/job/parse-job.ts';
import { type OnePassPlan, planOnePass } from './one-pass/one-pass-plan.ts';
import { pathOf } from './one-pass/path-of.ts';
import { compileSelector, type Selector, SelectorError } from './selector.ts';

/** What to take from a page, as the job says it. A blank selector or expression counts as none. */
export interface ExtractRules {
  readonly each?: string | undefined;
  readonly fields: readonly Field[];
  readonly parser: 'fast' | 'html5';
}

export type Take =
  | { readonly kind: 'text' | 'html' | 'count' | 'exists' }
  | { readonly kind: 'attr'; readonly name: string };

export interface CompiledField {
  readonly selector: Selector | null;
  readonly take: Take;
  /** What joins the values of every match; null: only the first match counts. */
  readonly separator: string | null;
  readonly match: RegExp | null;
}

export interface CompiledRules {
  readonly each: Selector | null;
  readonly fields: readonly CompiledField[];
  readonly parser: 'fast' | 'html5';
  /** How HTML is read without a tree; null: a tree is needed. */
  readonly onePass: OnePassPlan | null;
}

/**
 * Compiles the rules of a job, once for all its pages.
 *
 * @throws Error where `checkRules` would name a problem
 */
export function compileRules(rules: ExtractRules): CompiledRules {
  const { each, parser } = rules;
  const fields = rules.fields.map(compileField);
  const selectors = rules.fields.map(({ css }) => (isBlank(css) ? null : css));
  return {
    each: isBlank(each) ? null : compileSelector(each),
    fields,
    parser,
    onePass:
      pathOf(rules).path === 'one-pass'
        ? planOnePass(isBlank(each) ? null : each, selectors, fields)
        : null,
  };
}

/** Everything in the rules that could never run: selectors and expressions that do not parse. */
export function checkRules(rules: Pick<JobRules, 'each' | 'fields'>): JobProblem[] {
  const problems: JobProblem[] = [];
  const check = (place: string, compile: () => unknown) => {
    const compiled = tryCompile(compile);
    if (!compiled.ok) problems.push({ place, message: compiled.problem });
  };
  const { each } = rules;
  if (!isBlank(each)) check('each', () => compileSelector(each));
  rules.fields.forEach(({ css, match }, index) => {
    if (!isBlank(css)) check(`fields[${index}].css`, () => compileSelector(css));
    if (!isBlank(match)) check(`fields[${index}].match`, () => compileMatch(match));
  });
  return problems;
}

export type Compiled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** The problem as a sentence for the person where compiling fails; a defect is thrown on. */
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

/** @throws SelectorError, MatchError */
export function compileField(field: Field): CompiledField {
  return {
    selector: isBlank(field.css) ? null : compileSelector(field.css),
    take: parseTake(field.take ?? 'text'),
    separator: field.all === true ? (field.separator ?? defaultSeparator) : null,
    match: isBlank(field.match) ? null : compileMatch(field.match),
  };
}

export function isBlank(text: string | undefined): text is '' | undefined {
  return text === undefined || text.trim() === '';
}

function parseTake(take: string): Take {
  switch (take) {
    case 'text':
    case 'html':
    case 'count':
    case 'exists':
      return { kind: take };
    default:
      return { kind: 'attr', name: take.replace(/^attr:/, '') };
  }
}

/** An expression that is none; the message is for the person who typed it. */
export class MatchError extends Error {}

/** Without flags: "." stops at a line end and case matters, as most tools that teach them have it. */
function compileMatch(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = message.slice(message.lastIndexOf('/: ') + 1).replace(/^: /, '');
    const hint = source.includes('(?i')
      ? '; flags such as (?i) are not known, write [Aa] for both cases'
      : '';
    throw new MatchError(`This regular expression cannot be read: ${reason}${hint}.`, {
      cause: error,
    });
  }
}
