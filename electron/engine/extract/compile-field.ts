import { defaultSeparator } from '#shared/job/defaults.ts';
import type { Field } from '#shared/job/job.ts';
import { isBlank } from './extract-rules.ts';
import { compileSelector, type Selector } from './selector.ts';

export type Take =
  | { readonly kind: 'text' | 'lines' | 'html' | 'count' | 'exists' }
  | { readonly kind: 'attr'; readonly name: string };

export interface CompiledField {
  readonly selector: Selector | null;
  readonly take: Take;
  /** What joins the values of every match; null: only the first match counts. */
  readonly separator: string | null;
  readonly match: RegExp | null;
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

/** An expression that is none; the message is for the person who typed it. */
export class MatchError extends Error {}

/** Without flags: "." stops at a line end and case matters, as most tools that teach them have it. */
export function compileMatch(source: string): RegExp {
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
