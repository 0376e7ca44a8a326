import type { JsonNode, JsonValue } from './read-json.ts';

/** The text of a value: a string as it is, null as nothing, a list or an object as JSON on one line. */
export function jsonText(node: JsonNode): string {
  const { value } = node;
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return node.exact ?? written(value, node);
}

function written(value: JsonValue, { numbers }: JsonNode): string {
  const inside = (holder: object, key: string | number, inner: JsonValue): string =>
    numbers.get(holder)?.get(key) ?? write(inner);
  const write = (one: JsonValue): string => {
    if (typeof one !== 'object' || one === null) return JSON.stringify(one);
    if (Array.isArray(one)) {
      return `[${one.map((inner: JsonValue, at) => inside(one, at, inner)).join(',')}]`;
    }
    const entries = Object.entries(one);
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${inside(one, key, inner)}`).join(',')}}`;
  };
  return write(value);
}

/** The value at a key or a place of a list. */
export function memberOf(node: JsonNode, key: string | number): JsonNode | null {
  const { value, numbers } = node;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  const inner = (value as Readonly<Record<string | number, JsonValue>>)[key] ?? null;
  return { value: inner, exact: numbers.get(value)?.get(key) ?? null, numbers };
}
