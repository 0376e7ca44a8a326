import type {
  ElementPick,
  ListPick,
  PickedElement,
  PickedField,
  PickMarks,
} from '#shared/engine-protocol/pick.ts';
import type { Field } from '#shared/job/job.ts';
import { type Each, isNoEach } from '#shared/job/v2/source.ts';
import { tryCompile } from '../../extract/compile-field.ts';
import { type ExtractRules, isBlank } from '../../extract/extract-rules.ts';
import { compileJsonPath } from '../../extract/sources/json/json-path.ts';
import { jsonText } from '../../extract/sources/json/write-json.ts';
import { PickError } from '../element-path.ts';
import { nameOfKeys } from '../field-name.ts';
import { jsonList } from './json-list.ts';
import { isPlainList } from './json-members.ts';
import {
  every,
  inside,
  isPlain,
  isUnderstood,
  type JsonDocument,
  type JsonKey,
  type JsonPlace,
  longestJsonPath,
  writeJsonPath,
} from './json-place.ts';

const longestValue = 2000;
const mostMarks = 500;

/**
 * The field for a value that a person has picked in a JSON page.
 *
 * @throws PickError
 */
export function pickInJson(
  document: JsonDocument,
  task: {
    readonly element: PickedElement;
    readonly each?: Each | undefined;
    readonly names: readonly string[];
  },
): ElementPick {
  const { element, each, names } = task;
  const place = document.at(element);
  if (isNoEach(each)) {
    const found = pickListInJson(document, { first: element, names });
    const list = found.kind === 'list' ? found.list : null;
    return { picked: fieldFor(place, [], names), list };
  }
  const row = rowAround(rowsOf(document, each), place.keys);
  if (row !== null) return { picked: fieldFor(place, row, names), list: null };
  const { field, ...picked } = fieldFor(place, [], names);
  // It stands outside the rows: each of them gets it from the page.
  return { picked: { ...picked, field: { ...field, in: 'page' } }, list: null };
}

/** The list that one or two picked values are part of. @throws PickError */
export function pickListInJson(
  document: JsonDocument,
  task: {
    readonly first: PickedElement;
    readonly second?: PickedElement | undefined;
    readonly names: readonly string[];
  },
): ListPick {
  const first = document.at(task.first);
  const second = task.second === undefined ? null : document.at(task.second);
  return jsonList(document, first, second, (row) => fieldFor(first, row, task.names));
}

/** The values that the fields of a job take in a JSON page. */
export function marksInJson(
  document: JsonDocument,
  { each, fields }: Pick<ExtractRules, 'each' | 'fields'>,
): PickMarks {
  const rows = isNoEach(each) ? [] : rowsIfAny(document, each);
  const scopes = isNoEach(each) ? [[]] : rows;
  return {
    rows: rows.slice(0, mostMarks).map((keys) => document.pathOf(keys)),
    fields: fields.map((field) => {
      const found: (readonly JsonKey[])[] = [];
      const isInRow = field.in === undefined;
      for (const scope of isInRow ? scopes : [[]]) {
        if (found.length >= mostMarks) break;
        found.push(...taken(document, field, scope));
      }
      const matches = found.slice(0, mostMarks).map((keys) => document.pathOf(keys));
      return { name: field.name, matches };
    }),
  };
}

function taken(
  { root }: JsonDocument,
  { json, in: place, all }: Field,
  scope: readonly JsonKey[],
): readonly (readonly JsonKey[])[] {
  const node = inside(root, scope);
  if (isBlank(json) || node === null || (place !== undefined && place !== 'page')) return [];
  const compiled = tryCompile(() => compileJsonPath(json));
  if (!compiled.ok) return [];
  const found = compiled.value.locations(node);
  return (all === true ? found : found.slice(0, 1)).map((keys) => [...scope, ...keys]);
}

/** The keys that lead to the rows. @throws PickError where `each` finds none in JSON */
function rowsOf(document: JsonDocument, each: Each): readonly (readonly JsonKey[])[] {
  const rows = rowsIfAny(document, each);
  if (rows.length > 0) return rows;
  throw new PickError(
    typeof each === 'object' && 'json' in each
      ? 'The rows of this job are not in this page, so that nothing can be picked inside them.'
      : 'This page is JSON, and the rows of the job are not found by a JSONPath. Clear “One row per”, or make a list here.',
  );
}

function rowsIfAny({ root }: JsonDocument, each: Each): readonly (readonly JsonKey[])[] {
  if (typeof each !== 'object' || !('json' in each) || (each.in ?? 'page') !== 'page') return [];
  const compiled = tryCompile(() => compileJsonPath(each.json));
  return compiled.ok ? compiled.value.locations(root) : [];
}

/** The nearest row around a value. */
function rowAround(
  rows: readonly (readonly JsonKey[])[],
  keys: readonly JsonKey[],
): readonly JsonKey[] | null {
  const around = rows.filter((row) => row.every((key, at) => key === keys[at]));
  return around.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** @param row the keys that lead to the row, from which on the field looks */
function fieldFor(
  { node, keys }: JsonPlace,
  row: readonly JsonKey[],
  names: readonly string[],
): PickedField {
  const isWhole = isPlainList(node);
  if (!isWhole && !isPlain(node)) {
    throw new PickError('This holds other values. Open it, and pick one of them.');
  }
  const own = keys.slice(row.length);
  const json = writeJsonPath(isWhole ? [...own, every] : own);
  if (json.length > longestJsonPath) {
    throw new PickError('The names that lead to this value are longer than a JSONPath may be.');
  }
  if (!isUnderstood(json)) {
    throw new PickError(
      'The names that lead to this value have characters that no JSONPath can say.',
    );
  }
  const byNumber = own.some((key) => typeof key === 'number');
  return {
    field: { name: nameOfKeys(keys, names), json, ...(isWhole ? { all: true } : {}) },
    called: String(keys.at(-1) ?? '$').slice(0, 200),
    value: jsonText(node).slice(0, longestValue),
    takes: [],
    matches: 1,
    confidence: byNumber ? 'unsure' : 'sure',
    reason: byNumber
      ? 'It is found by its number in a list, and another page may have something else there.'
      : 'It is found by its name.',
  };
}
