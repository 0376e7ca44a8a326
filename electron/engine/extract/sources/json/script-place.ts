import { compileSelector, type Selector } from '../../selector.ts';

/** A script of the page: found by a selector, or by the name of a variable in it. */
export type ScriptPlace =
  | { readonly kind: 'script'; readonly selector: Selector; readonly css: string }
  | { readonly kind: 'variable'; readonly name: string };

const variable = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

/**
 * A name alone is a variable ("__STATE__", "window.app.state"), or the id of a script; what has other signs is a
 * selector ("script#data").
 *
 * @throws SelectorError
 */
export function compileScriptPlace(text: string): ScriptPlace {
  const trimmed = text.trim();
  if (variable.test(trimmed) && trimmed !== 'script') return { kind: 'variable', name: trimmed };
  return { kind: 'script', selector: compileSelector(trimmed), css: trimmed };
}
