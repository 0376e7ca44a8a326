import type { ElementPath, PickedElement } from '#shared/engine-protocol/pick.ts';
import { tryCompile } from '../../extract/compile-field.ts';
import { compileJsonPath } from '../../extract/sources/json/json-path.ts';
import type { JsonNode } from '../../extract/sources/json/read-json.ts';
import { memberOf } from '../../extract/sources/json/write-json.ts';
import { PickError } from '../element-path.ts';

export type JsonKey = string | number;

/** A value of a JSON document, with the keys that lead to it. */
export interface JsonPlace {
  readonly node: JsonNode;
  readonly keys: readonly JsonKey[];
}

/** What a value is; it takes the part of an element's tag name where a person picks in JSON. */
export type JsonKind = 'object' | 'list' | 'text' | 'number' | 'yes-no' | 'null';

export function kindOf({ value }: JsonNode): JsonKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'object':
      return 'object';
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    default:
      return 'yes-no';
  }
}

export const isPlain = ({ value }: JsonNode): boolean =>
  typeof value !== 'object' || value === null;

/** A document whose values are addressed by numbers among the members of what holds them, as elements are. */
export class JsonDocument {
  readonly root: JsonNode;
  readonly #keys = new WeakMap<object, readonly string[]>();
  readonly #places = new WeakMap<object, ReadonlyMap<string, number>>();

  constructor(root: JsonNode) {
    this.root = root;
  }

  countOf({ value }: JsonNode): number {
    if (typeof value !== 'object' || value === null) return 0;
    return Array.isArray(value) ? value.length : this.#keysOf(value).length;
  }

  /** The key of a member by its number; undefined where there is none. */
  keyAt({ value }: JsonNode, place: number): JsonKey | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return place < value.length ? place : undefined;
    return this.#keysOf(value)[place];
  }

  /** @throws PickError where the path leads nowhere, or to a value of another kind */
  at({ path, tag }: PickedElement): JsonPlace {
    const place = this.placeOf(path);
    if (place === null || kindOf(place.node) !== tag) {
      throw new PickError(
        'The value that was picked is not in the page that Trawl keeps. Load the page again.',
      );
    }
    return place;
  }

  placeOf(path: ElementPath): JsonPlace | null {
    let node = this.root;
    const keys: JsonKey[] = [];
    for (const number of path) {
      const key = this.keyAt(node, number);
      const inner = key === undefined ? null : memberOf(node, key);
      if (key === undefined || inner === null) return null;
      keys.push(key);
      node = inner;
    }
    return { node, keys };
  }

  pathOf(keys: readonly JsonKey[]): ElementPath {
    let node = this.root;
    return keys.map((key) => {
      const { value } = node;
      node = memberOf(node, key) ?? node;
      return typeof key === 'number' ? key : this.#numberOf(value as object, key);
    });
  }

  #keysOf(object: object): readonly string[] {
    const keys = this.#keys.get(object) ?? Object.keys(object);
    this.#keys.set(object, keys);
    return keys;
  }

  #numberOf(object: object, key: string): number {
    const places =
      this.#places.get(object) ?? new Map(this.#keysOf(object).map((one, at) => [one, at]));
    this.#places.set(object, places);
    return places.get(key) ?? 0;
  }
}

/** The value along these keys. */
export function inside(node: JsonNode, keys: readonly JsonKey[]): JsonNode | null {
  return keys.reduce<JsonNode | null>((at, key) => at && memberOf(at, key), node);
}

/** Every item of a list, or every member of an object. */
export const every = Symbol('every');

/** The form of a job takes no longer one. */
export const longestJsonPath = 10_000;

/** A JSONPath by RFC 9535 along these keys. Some keys have characters that no JSONPath can say: see `isUnderstood`. */
export function writeJsonPath(keys: readonly (JsonKey | typeof every)[]): string {
  return `$${keys.map(segment).join('')}`;
}

/** Whether a written path is one that a job can have. `loadJsonPath` has to come before. */
export function isUnderstood(json: string): boolean {
  return tryCompile(() => compileJsonPath(json)).ok;
}

function segment(key: JsonKey | typeof every): string {
  if (key === every) return '[*]';
  if (typeof key === 'number') return `[${key}]`;
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return `.${key}`;
  // The escapes of JSON are those of RFC 9535, but for the quotation marks.
  const escaped = JSON.stringify(key).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `['${escaped}']`;
}
