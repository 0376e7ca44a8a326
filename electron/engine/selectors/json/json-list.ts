import type { ListField, ListPick, PickedField } from '#shared/engine-protocol/pick.ts';
import { tryCompile } from '../../extract/compile-field.ts';
import { compileJsonPath } from '../../extract/sources/json/json-path.ts';
import type { JsonNode } from '../../extract/sources/json/read-json.ts';
import { jsonText, memberOf } from '../../extract/sources/json/write-json.ts';
import { nameOfKeys } from '../field-name.ts';
import { isWorth } from '../list-fields.ts';
import { isPlainList } from './json-members.ts';
import {
  every,
  inside,
  isPlain,
  type JsonDocument,
  type JsonKey,
  type JsonPlace,
  writeJsonPath,
} from './json-place.ts';

const mostPaths = 500;
const mostDifferent = 100;
const mostFields = 12;
const mostLeaves = 60;
const deepestLeaf = 3;
const modelRows = 20;
const shownValues = 5;
const longestValue = 300;

type Pattern = readonly (JsonKey | typeof every)[];

/**
 * The list that picked values are part of. Two of them differ in the items that they stand in: these are the rows.
 * One stands in the items of the nearest list of things around it.
 *
 * @param fieldIn the field of the first value, looked up inside its row
 */
export function jsonList(
  document: JsonDocument,
  first: JsonPlace,
  second: JsonPlace | null,
  fieldIn: (row: readonly JsonKey[]) => PickedField,
): ListPick {
  const pattern =
    second === null ? aroundOne(document, first.keys) : aroundTwo(document, first, second);
  if ('why' in pattern) return { kind: 'none', why: pattern.why };
  const { rows: keys } = pattern;
  const each = writeJsonPath(keys);
  if (!tryCompile(() => compileJsonPath(each)).ok) {
    return {
      kind: 'none',
      why: 'The names that lead to the items have characters that no JSONPath can say.',
    };
  }
  const locations = compileJsonPath(each).locations(document.root);
  const nodes = locations.flatMap((location) => inside(document.root, location) ?? []);
  const own = first.keys.slice(keys.length);
  const isAlike = nodes.map((node) => inside(node, own) !== null);
  const different = locations.filter((_, at) => isAlike[at] === false);
  const alike = locations.length - different.length;
  return {
    kind: 'list',
    list: {
      each: { json: each },
      rows: locations.length,
      alike,
      different: different.slice(0, mostDifferent).map((one) => document.pathOf(one)),
      paths: locations.slice(0, mostPaths).map((one) => document.pathOf(one)),
      fields: fieldsOf(nodes, fieldIn(first.keys.slice(0, keys.length)), own),
      confidence: 'sure',
      reason: '',
    },
  };
}

type Rows = { readonly rows: Pattern } | { readonly why: string };

function aroundOne(document: JsonDocument, keys: readonly JsonKey[]): Rows {
  for (let depth = keys.length - 1; depth > 0; depth -= 1) {
    const list = inside(document.root, keys.slice(0, depth - 1));
    if (list !== null && isListOfThings(list)) {
      return { rows: [...keys.slice(0, depth - 1), every] };
    }
  }
  return { why: 'This stands in no list of things.' };
}

function isListOfThings({ value }: JsonNode): boolean {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((one) => typeof one === 'object' && one !== null)
  );
}

const notAlike =
  'These two are not the same part of two items. Pick the same thing in both, such as two prices.';

function aroundTwo(document: JsonDocument, { keys }: JsonPlace, second: JsonPlace): Rows {
  if (keys.length !== second.keys.length) return { why: notAlike };
  const differing = keys.flatMap((key, at) => (key === second.keys[at] ? [] : [at]));
  const last = differing.at(-1);
  if (last === undefined) return { why: 'This is the same value. Pick it in another item.' };
  const isTold = differing.every((at) => {
    const holder = inside(document.root, keys.slice(0, at));
    return holder !== null && (Array.isArray(holder.value) || holdsThings(holder));
  });
  if (!isTold) return { why: notAlike };
  return { rows: keys.slice(0, last + 1).map((key, at) => (differing.includes(at) ? every : key)) };
}

/** An object whose members are things of one kind, by their names or numbers. */
function holdsThings({ value }: JsonNode): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof one === 'object' && one !== null)
  );
}

/** The picked field first, then others that most rows have. */
function fieldsOf(
  rows: readonly JsonNode[],
  picked: PickedField,
  own: readonly JsonKey[],
): readonly ListField[] {
  const first = { field: picked, values: valuesAt(rows, own) };
  const found = [first];
  const names = [picked.field.name];
  for (const keys of leavesOf(rows.slice(0, modelRows))) {
    if (found.length === mostFields) break;
    if (isSame(keys, own)) continue;
    const values = valuesAt(rows, keys);
    if (
      !isWorth(
        values,
        found.map((one) => one.values),
      )
    )
      continue;
    const name = nameOfKeys(keys, names);
    names.push(name);
    const isList = rows.some((row) => Array.isArray(inside(row, keys)?.value));
    found.push({ field: leafField(name, keys, isList, values), values });
  }
  return found.map(({ field, values }) => ({
    ...field,
    filled: values.filter((value) => value !== '').length,
    values: values.slice(0, shownValues).map((value) => value.slice(0, longestValue)),
  }));
}

function leafField(
  name: string,
  keys: readonly JsonKey[],
  isList: boolean,
  values: readonly string[],
): PickedField {
  const json = writeJsonPath(isList ? [...keys, every] : keys);
  return {
    field: { name, json, ...(isList ? { all: true } : {}) },
    called: String(keys.at(-1)).slice(0, 200),
    value: (values.find((value) => value !== '') ?? '').slice(0, longestValue),
    takes: [],
    matches: 1,
    confidence: 'sure',
    reason: 'It is found by its name.',
  };
}

function valuesAt(rows: readonly JsonNode[], keys: readonly JsonKey[]): readonly string[] {
  return rows.map((row) => {
    const node = inside(row, keys);
    return node === null ? '' : jsonText(node);
  });
}

/** The keys of plain values, and of lists of plain values, in objects inside the rows. */
function leavesOf(rows: readonly JsonNode[]): readonly (readonly JsonKey[])[] {
  const found = new Map<string, readonly JsonKey[]>();
  const walk = (node: JsonNode, keys: readonly JsonKey[]): void => {
    if (found.size >= mostLeaves) return;
    if ((isPlain(node) && node.value !== null) || isPlainList(node)) {
      if (keys.length > 0) found.set(JSON.stringify(keys), keys);
      return;
    }
    const { value } = node;
    if (typeof value !== 'object' || value === null || keys.length === deepestLeaf) return;
    // The items of a list in a row have no names: a row that is a list itself is one of columns.
    if (Array.isArray(value) && keys.length > 0) return;
    const inner = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value);
    for (const key of inner.slice(0, mostLeaves)) {
      const member = memberOf(node, key);
      if (member !== null) walk(member, [...keys, key]);
    }
  };
  for (const row of rows) walk(row, []);
  return [...found.values()];
}

function isSame(a: readonly JsonKey[], b: readonly JsonKey[]): boolean {
  return a.length === b.length && a.every((key, at) => key === b[at]);
}
