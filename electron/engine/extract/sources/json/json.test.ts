import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { pageWithLinkedData, rowsFrom } from '../sources.fixture.ts';
import { compileJsonPath, loadJsonPath } from './json-path.ts';
import { readJson, readWholeJson } from './read-json.ts';
import { jsonOfScript, jsonOfVariable } from './script-json.ts';
import { jsonText } from './write-json.ts';

beforeAll(loadJsonPath);

const json = 'application/json';
const api =
  '{"items":[{"name":"Caf\\u00e9","price":12.50,"url":"https:\\/\\/e.com\\/1"},{"name":"B","price":3}],"total":12345678901234567890}';

describe('a JSON page', () => {
  it('gives a row for each match, with its values', async () => {
    const fields = [{ json: '$.name' }, { json: '$.price' }, { json: '$.url' }, {}];
    expect(
      await rowsFrom(api, fields, { each: { json: '$.items[*]' }, contentType: json }),
    ).toEqual([
      ['Café', '12.50', 'https://e.com/1', '{"name":"Café","price":12.50,"url":"https://e.com/1"}'],
      ['B', '3', '', '{"name":"B","price":3}'],
    ]);
  });

  it('gives what stands around the rows where a field says so', async () => {
    const fields = [{ json: '$.name' }, { json: '$.total', in: 'page' }];
    expect(
      await rowsFrom(api, fields, { each: { json: '$.items[*]' }, contentType: json }),
    ).toEqual([
      ['Café', '12345678901234567890'],
      ['B', '12345678901234567890'],
    ]);
  });

  it.each([
    [{ json: '$.items[*].name', all: true }, 'Café | B'],
    [{ json: '$.items[*].name' }, 'Café'],
    [{ json: '$.items[*]', take: 'count' }, '2'],
    [{ json: '$.nothing', take: 'exists' }, 'false'],
    [{ json: '$.items[?@.price < 4].name' }, 'B'],
    [{ json: '$.items[?match(@.name, "C.*")].price' }, '12.50'],
    [{ json: '$..price', all: true, separator: ';' }, '12.50;3'],
    [{ json: '$.items[0].price', clean: [{ match: '^\\d+' }] }, '12'],
  ])('gives %j', async (field, value) => {
    expect(await rowsFrom(api, [field], { contentType: json })).toEqual([[value]]);
  });

  it('is not needed where the JSONPath of the rows is blank', async () => {
    expect(await rowsFrom('<h1>A</h1>', [{ css: 'h1' }], { each: { json: '' } })).toEqual([['A']]);
  });

  it('gives half a million matches', () => {
    const numbers = readWholeJson(`[${'1,'.repeat(499_999)}1]`);
    expect(compileJsonPath('$[*]').all(numbers)).toHaveLength(500_000);
  });

  it('may have a key of the name __proto__', () => {
    const { value } = readWholeJson('{"__proto__":{"a":1},"b":2}');
    expect(Object.entries(value ?? {})).toEqual([
      ['__proto__', { a: 1 }],
      ['b', 2],
    ]);
  });

  it.each(['$.', '$..', '$.a. '])('is no %j, which lacks a name', (query) => {
    expect(() => compileJsonPath(query)).toThrow(
      'This JSONPath cannot be read at its end: a name is missing behind the dot.',
    );
  });

  it('is read by what it holds, whatever it says it is, and in its encoding', async () => {
    expect(await rowsFrom('{"a":"A & B"}', [{ json: '$.a' }])).toEqual([['A & B']]);
    expect(await rowsFrom('\ufeff{"a":"é"}', [{ json: '$.a' }], { contentType: json })).toEqual([
      ['é'],
    ]);
  });

  it('keeps text on one line, unless lines are wanted', async () => {
    const page = '{"a":" one\\ntwo "}';
    const fields = [{ json: '$.a' }, { json: '$.a', take: 'lines' }];
    expect(await rowsFrom(page, fields, { contentType: json })).toEqual([
      ['one two', ' one\ntwo '],
    ]);
  });

  it('fails where it is no JSON and nothing else is asked of it', async () => {
    const fields = [{ json: '$.a' }];
    expect(await rowsFrom('<h1>Sorry</h1>', fields)).toMatchObject({
      code: 'NOT_JSON',
      message: expect.stringMatching(
        /^This is no JSON, which the fields are taken from \(.*1 on\)\.$/,
      ),
    });
    expect(await rowsFrom('<h1>Sorry</h1>', [...fields, { css: 'h1' }])).toEqual([['', 'Sorry']]);
    expect(await rowsFrom('['.repeat(600), fields)).toMatchObject({ code: 'TOO_DEEP' });
  });

  it('gives nothing to a selector, and its text to a field without one', async () => {
    const fields = [{ css: 'h1' }, {}];
    expect(await rowsFrom('{"a":1}', fields, { contentType: json })).toEqual([['', '{"a":1}']]);
  });
});

const product = {
  '@type': 'Product',
  name: 'Lamp, "small"',
  offers: { '@type': 'Offer', price: '1,299.00' },
  isRelatedTo: { '@type': 'Product', name: 'Shade' },
};

describe('the JSON-LD of a page', () => {
  it('is looked up by type in all blocks, and its values may hold commas and quotation marks', async () => {
    const page = pageWithLinkedData({ '@type': 'WebSite', name: 'Shop' }, product);
    const place = 'ld+json:Product';
    const fields = [
      { json: '$.name', in: place },
      { json: '$.offers.price', in: place },
      { json: '$.name', in: 'ld+json', all: true },
      { css: 'h1' },
    ];
    expect(await rowsFrom(page, fields)).toEqual([
      ['Lamp, "small"', '1,299.00', 'Shop | Lamp, "small"', 'Shown'],
    ]);
  });

  it.each([
    ['in a graph', { '@context': 'x', '@graph': [{ '@type': 'WebPage' }, product] }],
    ['in a list', [{ '@type': 'WebPage' }, product]],
    ['of several types', { ...product, '@type': ['Thing', 'https://schema.org/Product'] }],
    ['inside another thing', { '@type': 'WebPage', mainEntity: product }],
  ])('is found %s', async (_, block) => {
    const fields = [{ json: '$.name', in: 'ld+json:Product', all: true }];
    expect(await rowsFrom(pageWithLinkedData(block), fields)).toEqual([['Lamp, "small"']]);
  });

  it('is read around blocks that are broken', async () => {
    const page = pageWithLinkedData(
      '{"@type":"Product","name":"Broken",}}',
      '<!-- {"@type":"Product","name":"In a comment"} -->',
      '{"@type":"Product","name":"Two\nlines"};',
    );
    expect(await rowsFrom(page, [{ json: '$.name', in: 'ld+json:Product', all: true }])).toEqual([
      ['Broken | In a comment | Two lines'],
    ]);
    const cut = pageWithLinkedData('{"@type":"Product","name":"Cut', product);
    expect(await rowsFrom(cut, [{ json: '$.name', in: 'ld+json' }])).toEqual([['Lamp, "small"']]);
  });

  it('gives a row for each of its things', async () => {
    const page = pageWithLinkedData({ '@graph': [product, { ...product, name: 'Chair' }] });
    const each = { json: '$', in: 'ld+json:Product' };
    expect(await rowsFrom(page, [{ json: '$.name' }, { css: 'h1' }], { each })).toEqual([
      ['Lamp, "small"', 'Shown'],
      ['Chair', 'Shown'],
    ]);
  });
});

describe('JSON in a script', () => {
  it('is found by a selector, by an id and by the name of a variable', async () => {
    const page = `<script id="__NEXT_DATA__" type="application/json">{"props":{"id":7}}</script>
      <script>var a = "window.STATE = {}"; /* STATE = {"x":1} */ window.STATE = {"x":{"y":"}"}};</script>`;
    const fields = [
      { json: '$.props.id', in: { script: 'script#__NEXT_DATA__' } },
      { json: '$.props.id', in: { script: '__NEXT_DATA__' } },
      { json: '$.x.y', in: { script: 'window.STATE' } },
      { json: '$.x.y', in: { script: 'STATE' } },
      { json: '$.x.y', in: { script: 'state' } },
    ];
    expect(await rowsFrom(page, fields)).toEqual([['7', '7', '}', '}', '']]);
  });

  it.each([
    ['var X = {"a":1}', '{"a":1}'],
    ['window["X"]={"a":1};', '{"a":1}'],
    ['self.X = JSON.parse(\'{"a":"\\\\u00e9\\\'"}\');', '{"a":"é\'"}'],
    ['X = {a: 1, \'b\': undefined, "c": [1,2,], /* x */ d: !0}', null],
    ['X = {a: 1, \'b\': undefined, "c": [1,2,]} // the end', '{"a":1,"b":null,"c":[1,2]}'],
    ['if (X == {}) X => {}; y.X = {"a":2}; X = {"a":1}', '{"a":1}'],
    ['var r = /X = {"a":"]/; X = {"a":1}', '{"a":1}'],
    ['`X = {"a":2}`; X = [1.10, -0, 1e3]', '[1.10,-0,1e3]'],
    ['X = load({"a":1})', null],
    ['X = "text"', null],
  ])('reads X in %s', (code, text) => {
    const [found] = jsonOfVariable(code, 'X').nodes;
    expect(found === undefined ? null : jsonText(found)).toBe(text);
  });

  it('reads what a function is handed, each time', () => {
    const code = 'dataLayer.push({"a":1}); other.push({"a":2}); window.dataLayer.push({"a":3});';
    expect(jsonOfVariable(code, 'dataLayer.push').nodes.map(jsonText)).toEqual([
      '{"a":1}',
      '{"a":3}',
    ]);
    expect(jsonOfScript('init(); self.__f.push([1,{"a":"b"}])').nodes.map(jsonText)).toEqual([
      '[1,{"a":"b"}]',
    ]);
    expect(jsonOfVariable('X = {"a": f()}', 'X')).toEqual({ nodes: [], broken: 1 });
  });

  it('ends on any script', () => {
    const code = fc
      .array(
        fc.constantFrom(
          'X',
          '=',
          '{',
          '}',
          '"',
          "'",
          '`',
          '/',
          '*',
          '\\',
          '\n',
          '(',
          '[',
          ']',
          '1',
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(fc.property(code, (text) => Array.isArray(jsonOfVariable(text, 'X').nodes)));
    fc.assert(fc.property(code, (text) => Array.isArray(jsonOfScript(text).nodes)));
  });
});

describe('reading JSON', () => {
  it('is that of JavaScript for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, loose) => {
        const text = JSON.stringify(value, null, 1);
        expect(readJson(text, 0, loose).node.value).toEqual(JSON.parse(text));
        expect(JSON.parse(jsonText({ ...readWholeJson(`[${text}]`) }))).toEqual(
          JSON.parse(`[${text}]`),
        );
      }),
    );
  });

  it('takes and refuses the same texts as JavaScript, but for line ends inside strings', () => {
    const text = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          ':',
          ',',
          '\\',
          'u00e9',
          '1',
          '-',
          '.',
          'e',
          '0',
          'null',
          ' ',
        ),
      )
      .map((parts) => parts.join(''));
    const accepts = (read: () => unknown): boolean => {
      try {
        read();
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(text, (one) => {
        expect(accepts(() => readWholeJson(one))).toBe(accepts(() => JSON.parse(one)));
      }),
      { numRuns: 5000 },
    );
  });
});
