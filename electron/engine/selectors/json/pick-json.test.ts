import { beforeAll, describe, expect, it } from 'vitest';
import type { Each } from '#shared/job/v2/source.ts';
import { loadJsonPath } from '../../extract/sources/json/json-path.ts';
import { readWholeJson } from '../../extract/sources/json/read-json.ts';
import { jsonMembers } from './json-members.ts';
import { JsonDocument, type JsonKey, kindOf, writeJsonPath } from './json-place.ts';
import { marksInJson, pickInJson, pickListInJson } from './pick-json.ts';

beforeAll(loadJsonPath);

const documentOf = (text: string) => new JsonDocument(readWholeJson(text));

const shop = documentOf(`{
  "total": 3, "shop": {"name": "Lamps"},
  "items": [
    {"id": 1, "name": "A", "price": {"amount": 1.10, "currency": "EUR"}, "tags": ["x", "y"]},
    {"id": 2, "name": "B", "price": {"amount": 2.50, "currency": "EUR"}, "tags": []},
    {"id": 3, "price": {"amount": 12345678901234567890, "currency": "EUR"}, "tags": ["z"]}
  ],
  "groups": [{"goods": [{"n": 1}, {"n": 2}]}, {"goods": [{"n": 3}, {"n": 4}]}],
  "byId": {"7": {"n": 1}, "a b'\\\\": {"n": 2}}
}`);

/** A value as the window reports it. */
function at(document: JsonDocument, ...keys: readonly JsonKey[]) {
  const path = document.pathOf(keys);
  const place = document.placeOf(path);
  if (place === null) throw new Error(`There is nothing at ${keys.join('.')}.`);
  return { path: [...path], tag: kindOf(place.node) };
}

const picked = (each: Each | undefined, ...keys: readonly JsonKey[]) =>
  pickInJson(shop, { element: at(shop, ...keys), each, names: [] });

describe('a value that is picked in JSON', () => {
  it('is a field by its name, with the text of its number', () => {
    expect(picked(undefined, 'shop', 'name').picked).toMatchObject({
      field: { name: 'name', json: '$.shop.name' },
      value: 'Lamps',
      confidence: 'sure',
    });
    expect(picked(undefined, 'items', 0, 'price', 'amount')).toMatchObject({
      picked: {
        field: { name: 'amount', json: '$.items[0].price.amount' },
        value: '1.10',
        confidence: 'unsure',
      },
      list: { each: { json: '$.items[*]' }, rows: 3, alike: 3 },
    });
  });

  it('is looked up in the row around it, and in the page where it stands outside the rows', () => {
    const each = { json: '$.items[*]' };
    expect(picked(each, 'items', 2, 'price', 'amount')).toMatchObject({
      picked: { field: { name: 'amount', json: '$.price.amount' }, value: '12345678901234567890' },
      list: null,
    });
    expect(picked(each, 'total').picked.field).toEqual({
      name: 'total',
      json: '$.total',
      in: 'page',
    });
    expect(() => picked({ json: '$.goods[*]' }, 'total')).toThrow('The rows of this job are not');
    expect(() => picked('li', 'total')).toThrow('not found by a JSONPath');
  });

  it('may be a list of plain values, which become one cell', () => {
    expect(picked(undefined, 'items', 0, 'tags').picked.field).toEqual({
      name: 'tags',
      json: '$.items[0].tags[*]',
      all: true,
    });
    expect(() => picked(undefined, 'shop')).toThrow('Open it');
  });

  it('is none where the page has something else there', () => {
    const { path } = at(shop, 'total');
    expect(() => pickInJson(shop, { element: { path, tag: 'text' }, names: [] })).toThrow(
      'Load the page again',
    );
  });

  it('has a name that is free, with that of the thing around it', () => {
    const element = at(shop, 'items', 0, 'price', 'amount');
    const names = ['Amount'];
    expect(pickInJson(shop, { element, names }).picked.field.name).toBe('price_amount');
  });
});

describe('a list in JSON', () => {
  const list = (first: readonly JsonKey[], second?: readonly JsonKey[]) => {
    const found = pickListInJson(shop, {
      first: at(shop, ...first),
      second: second && at(shop, ...second),
      names: [],
    });
    return found.kind === 'list' ? found.list : found.why;
  };

  it('has the items as rows, with what else they hold', () => {
    expect(list(['items', 0, 'name'], ['items', 1, 'name'])).toMatchObject({
      each: { json: '$.items[*]' },
      rows: 3,
      alike: 2,
      different: [[2, 2]],
      fields: [
        { field: { name: 'name', json: '$.name' }, filled: 2, values: ['A', 'B', ''] },
        { field: { name: 'id', json: '$.id' }, filled: 3 },
        { field: { name: 'amount', json: '$.price.amount' } },
        { field: { name: 'tags', json: '$.tags[*]', all: true } },
      ],
    });
  });

  it('is made of all that the two differ in', () => {
    const one = ['groups', 0, 'goods', 1, 'n'];
    expect(list(one, ['groups', 0, 'goods', 0, 'n'])).toMatchObject({
      each: { json: '$.groups[0].goods[*]' },
      rows: 2,
    });
    expect(list(one, ['groups', 1, 'goods', 0, 'n'])).toMatchObject({
      each: { json: '$.groups[*].goods[*]' },
      rows: 4,
      fields: [{ field: { json: '$.n' } }],
    });
    expect(list(one, ['groups', 1, 'goods', 1, 'n'])).toMatchObject({
      each: { json: '$.groups[*]' },
      fields: [{ field: { json: '$.goods[1].n' } }],
    });
    expect(list(['byId', '7', 'n'], ['byId', "a b'\\", 'n'])).toMatchObject({
      each: { json: '$.byId[*]' },
      rows: 2,
    });
    expect(list(['items', 0, 'tags', 0], ['items', 0, 'tags', 1])).toMatchObject({
      each: { json: '$.items[0].tags[*]' },
      fields: [{ field: { name: 'tags', json: '$' }, values: ['x', 'y'] }],
    });
  });

  it('is none for two values that are no same part', () => {
    expect(list(['items', 0, 'id'], ['items', 1, 'name'])).toContain('not the same part');
    expect(list(['total'], ['items', 1, 'name'])).toContain('not the same part');
    expect(list(['total'], ['total'])).toContain('the same value');
    expect(list(['shop', 'name'])).toContain('no list');
  });
});

describe('marks in JSON', () => {
  it('are the rows and the values that fields take, by number', () => {
    const rules = {
      each: { json: '$.items[*]' },
      fields: [
        { name: 'name', json: '$.name' },
        { name: 'tags', json: '$.tags[*]', all: true },
        { name: 'total', json: '$.total', in: 'page' as const },
        { name: 'bad', json: '$.[' },
        { name: 'css', css: 'b' },
      ],
    };
    const { rows, fields } = marksInJson(shop, rules);
    expect(rows).toEqual([
      [2, 0],
      [2, 1],
      [2, 2],
    ]);
    expect(fields.map(({ matches }) => matches)).toEqual([
      [
        [2, 0, 1],
        [2, 1, 1],
      ],
      [
        [2, 0, 3, 0],
        [2, 0, 3, 1],
        [2, 2, 2, 0],
      ],
      [[0]],
      [],
      [],
    ]);
  });
});

describe('members of a JSON value', () => {
  it('say what they are, with a glance into what is folded', () => {
    const { self, members } = jsonMembers(shop, { path: [], from: 1, count: 2 });
    expect(self).toMatchObject({ name: '$', kind: 'object', count: 5 });
    expect(members).toEqual([
      { name: 'shop', kind: 'object', text: 'name: Lamps', count: 1, plain: false },
      { name: 'items', kind: 'list', text: '', count: 3, plain: false },
    ]);
    const item = jsonMembers(shop, { path: [2, 0], from: 0, count: 10 });
    expect(item.self).toMatchObject({ name: 0, text: 'id: 1, name: A' });
    expect(item.members.at(-1)).toMatchObject({ name: 'tags', text: 'x, y', plain: true });
  });

  it('are cut, however long and odd names and texts are', () => {
    const long = 'x'.repeat(1_000_000);
    const odd = documentOf(
      `{"${long}": "${long}", "constructor": null, "toString": {}, "__proto__": {"polluted": 1}}`,
    );
    const { members } = jsonMembers(odd, { path: [], from: 0, count: 10 });
    expect(members.map(({ name, text }) => [String(name).length, text.length])).toEqual([
      [201, 301],
      [11, 4],
      [8, 0],
      [9, 11],
    ]);
    const element = at(odd, '__proto__', 'polluted');
    expect(pickInJson(odd, { element, names: [] }).picked).toMatchObject({
      field: { name: 'polluted', json: '$.__proto__.polluted' },
      value: '1',
    });
    expect(() => pickInJson(odd, { element: at(odd, long), names: [] })).toThrow('longer');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('are named so that a JSONPath finds them again', () => {
    const keys = ["it's", 'a"b', 'back\\slash', '\n\t', 'ключ', '0', '', '😀', '*', '$'];
    const odd = documentOf(JSON.stringify(Object.fromEntries(keys.map((key) => [key, key]))));
    const unsaid = documentOf('{"\\u0001": 1}');
    expect(() => pickInJson(unsaid, { element: at(unsaid, '\u0001'), names: [] })).toThrow(
      'no JSONPath',
    );
    for (const key of keys) {
      const element = at(odd, key);
      const { field } = pickInJson(odd, { element, names: [] }).picked;
      const [found] = marksInJson(odd, { fields: [field] }).fields;
      expect(found?.matches, writeJsonPath([key])).toEqual([element.path]);
    }
  });
});
