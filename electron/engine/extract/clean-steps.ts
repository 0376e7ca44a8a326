import { assertNever } from '#shared/assert-never.ts';
import { type CleanStep, isBlankStep } from '#shared/job/v2/clean.ts';
import { compileMatch } from './compile-match.ts';

/** A step of cleaning. The text that stands in for an empty value is no step here: it is put in with the types. */
export type CompiledStep =
  | { readonly kind: 'match'; readonly expression: RegExp }
  | { readonly kind: 'replace'; readonly expression: RegExp; readonly by: string }
  | { readonly kind: 'from' | 'to' | 'split'; readonly text: string };

/** @throws MatchError */
export function compileSteps(steps: readonly CleanStep[] = []): CompiledStep[] {
  return steps.flatMap((step) => (isBlankStep(step) ? [] : compileStep(step)));
}

function compileStep(step: CleanStep): CompiledStep[] {
  if ('match' in step) return [{ kind: 'match', expression: compileMatch(step.match) }];
  if ('replace' in step) {
    const { source, flags } = compileMatch(step.replace);
    return [{ kind: 'replace', expression: new RegExp(source, `${flags}g`), by: step.with }];
  }
  if ('from' in step) return [{ kind: 'from', text: step.from }];
  if ('to' in step) return [{ kind: 'to', text: step.to }];
  if ('split' in step) return [{ kind: 'split', text: step.split }];
  return [];
}

/** Whether a step has an expression of the job, whose time has no limit: it needs a thread that can be ended. */
export function runsExpression({ kind }: CompiledStep): boolean {
  return kind === 'match' || kind === 'replace';
}

/** The values that the steps make of one, in order: none where one does not match, several where it is split. */
export function cleanedValues(value: string, steps: readonly CompiledStep[]): readonly string[] {
  return steps.reduce<readonly string[]>(
    (values, step) => values.flatMap((one) => afterStep(one, step)),
    [value],
  );
}

function afterStep(value: string, step: CompiledStep): readonly string[] {
  switch (step.kind) {
    case 'match': {
      const found = step.expression.exec(value);
      return found === null ? [] : [(found.length > 1 ? found[1] : found[0]) ?? ''];
    }
    case 'replace':
      return [value.replace(step.expression, step.by)];
    case 'from': {
      const at = value.indexOf(step.text);
      return [at < 0 ? value : value.slice(at + step.text.length).trim()];
    }
    case 'to': {
      const at = value.indexOf(step.text);
      return [at < 0 ? value : value.slice(0, at).trim()];
    }
    case 'split':
      return value
        .split(step.text)
        .map((part) => part.trim())
        .filter((part) => part !== '');
    default:
      return assertNever(step);
  }
}
