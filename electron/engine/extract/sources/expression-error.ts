/** The error for an XPath or a JSONPath that cannot be used; the message is for the person who typed it. */
export class ExpressionError extends Error {}

/** `at character 5 (":foo")`, counted from 1, or the end. */
export function placeIn(expression: string, index: number): string {
  if (index >= expression.length) return 'at its end';
  const rest = expression.slice(index, index + 20);
  return `at character ${index + 1} ("${rest}${expression.length > index + 20 ? '…' : ''}")`;
}
