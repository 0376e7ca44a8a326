import { SelectorType, type Selector as Token } from 'css-what';

/**
 * The part of a selector that cannot be decided at a start tag, as a person would point at it; null if there
 * is none.
 * @param inRows the selector is looked up inside matches of `each`, and may begin with ">"
 */
export function obstacleIn(
  selector: readonly (readonly Token[])[],
  inRows: boolean,
): string | null {
  for (const part of selector) {
    const [first] = part;
    if (first?.type === SelectorType.Child && !inRows) return '">" at the beginning';
    for (const token of part) {
      const obstacle = obstacleOf(token);
      if (obstacle !== null) return obstacle;
    }
  }
  return null;
}

function obstacleOf(token: Token): string | null {
  switch (token.type) {
    case SelectorType.Tag:
    case SelectorType.Universal:
    case SelectorType.Descendant:
    case SelectorType.Child:
      return null;
    case SelectorType.Attribute:
      return null;
    case SelectorType.Adjacent:
      return '"+"';
    case SelectorType.Sibling:
      return '"~"';
    case SelectorType.Pseudo:
      return asksOnlyForTheTag(token) ? null : `:${token.name}`;
    default:
      return 'a part of it';
  }
}

const alternatives = new Set(['not', 'is', 'where', 'matches']);

/** `:not(.a)` and the like: alternatives that name the element itself and nothing around it. */
function asksOnlyForTheTag(token: Token): boolean {
  if (token.type !== SelectorType.Pseudo || !alternatives.has(token.name)) return false;
  return (
    Array.isArray(token.data) &&
    token.data.every((part) =>
      part.every(
        (inner) =>
          inner.type === SelectorType.Tag ||
          inner.type === SelectorType.Universal ||
          (inner.type === SelectorType.Attribute && obstacleOf(inner) === null) ||
          asksOnlyForTheTag(inner),
      ),
    )
  );
}
