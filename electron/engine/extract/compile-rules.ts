import type { JobRules } from '#shared/job/job.ts';
import type { JobProblem } from '#shared/job/parse-job.ts';
import { sourcesOf } from '#shared/job/source-problems.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
import { cssOfEach, type Each, isNoEach, type JsonPlace } from '#shared/job/v2/source.ts';
import { checkBrowserSelector } from './browser-selector.ts';
import { type CompiledField, compileField, problemsOfField, tryCompile } from './compile-field.ts';
import { type ExtractRules, isBlank } from './extract-rules.ts';
import { type CompiledNext, compileNext } from './next-link.ts';
import { type OnePassPlan, planOnePass } from './one-pass/one-pass-plan.ts';
import { pathOf } from './one-pass/path-of.ts';
import { type CompiledEach, compileEach, loadLanguages } from './sources/compile-source.ts';

export interface CompiledRules {
  readonly each: CompiledEach | null;
  readonly fields: readonly CompiledField[];
  /** See `ExtractRules`. */
  readonly encoding: string | undefined;
  readonly seesPasswords: boolean;
  readonly seesLanguage: boolean;
  /** Whether a page that is no JSON can give nothing by these rules. */
  readonly needsJson: boolean;
  /** Null: no link to a next page is looked for. */
  readonly next: CompiledNext | null;
  /** The way to read HTML without a tree; null: a tree is needed. */
  readonly onePass: OnePassPlan | null;
}

/**
 * Compiles the rules of a job, once for all its pages. `loadLanguages` has to come before.
 *
 * @throws Error where `checkRules` would report a problem
 */
export function compileRules(rules: ExtractRules): CompiledRules {
  const { each } = rules;
  const fields = rules.fields.map(compileField);
  const selectors = rules.fields.map(({ css }) => (isBlank(css) ? null : css));
  return {
    each: isNoEach(each) ? null : compileEach(each, rules.fields),
    fields,
    encoding: rules.encoding,
    seesPasswords: rules.seesPasswords ?? false,
    seesLanguage: rules.seesLanguage ?? false,
    needsJson: needsJson(rules),
    next: compileNext(rules.next),
    onePass:
      pathOf(rules).path === 'one-pass'
        ? planOnePass(cssOfEach(each) ?? null, selectors, fields)
        : null,
  };
}

/** Rows or every field come from the JSON of the page itself. */
function needsJson({ each, fields }: ExtractRules): boolean {
  const isPage = (place: JsonPlace | undefined) => (place ?? 'page') === 'page';
  if (!isNoEach(each) && typeof each === 'object') return 'json' in each && isPage(each.in);
  const sources = fields.filter((field) => sourcesOf(field).length > 0);
  return (
    isNoEach(each) &&
    sources.length > 0 &&
    sources.every((field) => !isBlank(field.json) && isPage(field.in))
  );
}

/** All parts of the rules that cannot be used: selectors and expressions that do not parse. */
export async function checkRules(rules: CheckedRules): Promise<JobProblem[]> {
  await loadLanguages(rules);
  return problemsOfRules(rules);
}

type CheckedRules = Pick<JobRules, 'each' | 'fields' | 'next' | 'options'>;

/** The same, once `loadLanguages` has come before. */
export function problemsOfRules(rules: CheckedRules): JobProblem[] {
  const problems: JobProblem[] = [];
  const check = (place: string, compile: () => unknown) => {
    const compiled = tryCompile(compile);
    if (!compiled.ok) problems.push({ place, message: compiled.problem });
  };
  const { each } = rules;
  if (!isNoEach(each)) check(placeOfEach(each), () => compileEach(each, rules.fields));
  rules.fields.forEach((field, index) => {
    for (const { place, message } of problemsOfField(field)) {
      problems.push({ place: `fields[${index}].${place}`, message });
    }
  });
  const { next } = rules;
  if (next !== undefined) check(placeOfNext(next), () => compileNext(next));
  const waitFor = rules.options?.renderWaitFor;
  if (!isBlank(waitFor)) check('options.renderWaitFor', () => checkBrowserSelector(waitFor));
  return problems;
}

function placeOfNext(next: NextRule): string {
  return 'css' in next ? 'next.css' : 'xpath' in next ? 'next.xpath' : 'next.json';
}

function placeOfEach(each: Each): string {
  if (typeof each === 'string') return 'each';
  return 'xpath' in each ? 'each.xpath' : 'json' in each ? 'each.json' : 'each.table';
}
