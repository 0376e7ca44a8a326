import { AttributeAction, parse, SelectorType, type Selector as Token } from 'css-what';
import { compileSelector, SelectorError } from './selector.ts';

/** Pseudo-classes that Trawl takes in the selectors of fields, as jQuery does, and no browser knows. */
const unknownToBrowsers = new Set([
  ...['contains', 'icontains', 'eq', 'gt', 'lt', 'nth', 'first', 'last', 'even', 'odd', 'matches'],
  ...['selected', 'checkbox', 'file', 'password', 'radio', 'reset', 'image', 'submit', 'parent'],
  ...['header', 'button', 'input', 'text'],
]);

/**
 * Checks a selector that a browser itself evaluates.
 *
 * @throws SelectorError
 */
export function checkBrowserSelector(css: string): void {
  compileSelector(css);
  const foreign = foreignPart(parse(css));
  if (foreign !== null) {
    throw new SelectorError(
      `Browsers do not know ${foreign}, which works in fields only; write this selector without it.`,
    );
  }
}

function foreignPart(tokens: readonly Token[][]): string | null {
  for (const token of tokens.flat()) {
    if (token.type === SelectorType.Attribute && token.action === AttributeAction.Not) {
      return `[${token.name}!=…]`;
    }
    if (token.type !== SelectorType.Pseudo) continue;
    if (unknownToBrowsers.has(token.name)) return `":${token.name}"`;
    const inner = Array.isArray(token.data) ? foreignPart(token.data) : null;
    if (inner !== null) return inner;
  }
  return null;
}
