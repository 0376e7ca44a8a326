import { defaultSeparator } from '#shared/job/defaults.ts';
import type { CleanStep, Field } from '#shared/job/v2/field.ts';
import { compileMatch } from './compile-match.ts';
import { isBlank } from './extract-rules.ts';
import { compileSelector, type Selector } from './selector.ts';

export type Take =
  | { readonly kind: 'text' | 'lines' | 'html' | 'count' | 'exists' }
  | { readonly kind: 'attr'; readonly name: string };

export interface CompiledField {
  readonly selector: Selector | null;
  /** Tried in order where `selector` gives an empty value. */
  readonly alternates: readonly Selector[];
  readonly take: Take;
  /** The separator that joins the values of every match; null: only the first match counts. */
  readonly separator: string | null;
  /** The steps that a value goes through, in order. */
  readonly clean: readonly CompiledStep[];
}

export type CompiledStep = { readonly kind: 'match'; readonly expression: RegExp };

/** @throws SelectorError, MatchError */
export function compileField(field: Field): CompiledField {
  return {
    selector: isBlank(field.css) ? null : compileSelector(field.css),
    alternates: (field.alternates ?? []).filter((css) => !isBlank(css)).map(compileSelector),
    take: parseTake(field.take ?? 'text'),
    separator: field.all === true ? (field.separator ?? defaultSeparator) : null,
    clean: (field.clean ?? []).flatMap(compileStep),
  };
}

/** A blank expression counts as none. */
function compileStep({ match }: CleanStep): CompiledStep[] {
  return isBlank(match) ? [] : [{ kind: 'match', expression: compileMatch(match) }];
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
