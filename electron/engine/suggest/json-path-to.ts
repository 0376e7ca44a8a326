import type { JsonNode } from '../extract/sources/json/read-json.ts';
import { memberOf } from '../extract/sources/json/write-json.ts';

/** What counts where a list holds several values: all of them, the first one, or one that all of them are. */
export type Several = 'all' | 'first' | 'same';

/** The JSONPath that leads from a thing along these keys to values that are there; null if it does not. */
export function jsonPathTo(
  thing: JsonNode,
  keys: readonly string[],
  several: Several,
): { readonly path: string; readonly isList: boolean } | null {
  let path = '$';
  let isList = false;
  let nodes: readonly JsonNode[] = [thing];
  for (const key of keys) {
    nodes = nodes.flatMap((node) => memberOf(node, key) ?? []);
    path += `.${key}`;
    if (!nodes.some(({ value }) => Array.isArray(value))) continue;
    if (!nodes.every(({ value }) => Array.isArray(value))) return null;
    nodes = nodes.flatMap(itemsOf);
    path += '[*]';
    isList = true;
  }
  const [first] = nodes;
  if (first === undefined || !nodes.every(isPlain)) return null;
  if (several === 'same' && nodes.some(({ value }) => value !== first.value)) return null;
  return { path, isList };
}

function itemsOf(node: JsonNode): readonly JsonNode[] {
  const count = Array.isArray(node.value) ? node.value.length : 0;
  return Array.from({ length: count }, (_, at) => memberOf(node, at)).filter((one) => one !== null);
}

/** A value that fits into a cell as it is. */
function isPlain({ value }: JsonNode): boolean {
  return value !== null && typeof value !== 'object';
}
