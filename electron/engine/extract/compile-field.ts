import { defaultSeparator } from '#shared/job/defaults.ts';
import type { Field } from '#shared/job/v2/field.ts';
import { type CompiledStep, compileSteps } from './clean-steps.ts';
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
  /** What joins the values that `clean` makes of one. */
  readonly joint: string;
  /** The values are URLs: paths become absolute by the base of the page. */
  readonly isAddress: boolean;
}

/** @throws SelectorError, MatchError */
export function compileField(field: Field): CompiledField {
  const joint = field.separator ?? defaultSeparator;
  return {
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
