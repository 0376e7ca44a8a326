import type { JsonNode } from './read-json.ts';
import { memberOf } from './write-json.ts';

/** The things that JSON-LD blocks describe: lists and `@graph` are flattened, in the order of the page. */
export function linkedThings(blocks: readonly JsonNode[]): readonly JsonNode[] {
  return blocks.flatMap(thingsIn);
}

function thingsIn(node: JsonNode): readonly JsonNode[] {
  const { value } = node;
  if (Array.isArray(value)) return itemsOf(node).flatMap(thingsIn);
  if (typeof value !== 'object' || value === null) return [];
  const graph = memberOf(node, '@graph');
  if (graph === null) return [node];
  const inside = thingsIn(graph);
  // A graph with a type of its own is a thing as well.
  return Object.hasOwn(value, '@type') ? [node, ...inside] : inside;
}

/**
 * The things of a type of schema.org, however it is written ("Product", "https://schema.org/Product"). Those
 * inside other things count only where no block describes one by itself: a product that stands inside another
 * is mostly a related one.
 */
export function thingsOfType(things: readonly JsonNode[], type: string): readonly JsonNode[] {
  const own = things.filter((node) => hasType(node, type));
  return own.length > 0 ? own : things.flatMap((node) => inside(node, type));
}

function inside(node: JsonNode, type: string): readonly JsonNode[] {
  return itemsOf(node).flatMap((inner) => (hasType(inner, type) ? [inner] : inside(inner, type)));
}

function itemsOf(node: JsonNode): readonly JsonNode[] {
  const { value } = node;
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value);
  return keys.flatMap((key) => memberOf(node, key) ?? []);
}

function hasType(node: JsonNode, wanted: string): boolean {
  const type = memberOf(node, '@type')?.value;
  return [type]
    .flat()
    .some((one) => typeof one === 'string' && shortName(one) === shortName(wanted));
}

function shortName(type: string): string {
  return type.slice(
    Math.max(type.lastIndexOf('/'), type.lastIndexOf('#'), type.lastIndexOf(':')) + 1,
  );
}
