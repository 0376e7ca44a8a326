import { translateExpression } from './translate-expression.ts';

/** The error for an invalid expression; the message is for the person who typed it. */
export class MatchError extends Error {}

/**
 * Compiles an expression as a person has typed or pasted it. It matches whole characters and supports the
 * classes of Unicode (`\p{L}`). Without flags "." stops at a line end and case matters, as in most tools that
 * teach expressions. Flags are taken as `/…/i` and as `(?i)` at the beginning.
 *
 * @throws MatchError for a spelling of another language that does not work here; it names the one that does.
 */
export function compileMatch(source: string): RegExp {
  const { body, flags } = withoutFlags(source);
  const translated = translateExpression(body);
  if (translated.kind === 'unknown') throw new MatchError(translated.problem);
  try {
    return new RegExp(translated.source, `u${flags}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = message.slice(message.lastIndexOf(': ') + 2);
    throw new MatchError(`This regular expression cannot be read: ${reason}.`, { cause: error });
  }
}

/**
 * Takes the flags off. `g`, `u` and `y` change nothing here: only the first match counts, and matching is
 * always by characters.
 */
function withoutFlags(source: string): { readonly body: string; readonly flags: string } {
  // Without flags, slashes belong to the expression: expressions for addresses begin and end with them.
  const delimited = /^\/(.+)\/([a-z]+)$/s.exec(source);
  const isDelimited = delimited !== null && /^[dgimsuvy]+$/.test(delimited[2] ?? '');
  const body = isDelimited ? (delimited[1] ?? '') : source;
  const inline = /^\(\?([imsu]+)\)/.exec(body);
  const named = (isDelimited ? (delimited[2] ?? '') : '') + (inline?.[1] ?? '');
  const flags = [...'ims'].filter((flag) => named.includes(flag)).join('');
  return { body: body.slice(inline?.[0].length ?? 0), flags };
}
