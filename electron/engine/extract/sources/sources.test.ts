import { describe, expect, it } from 'vitest';
import { checkRules } from '../compile-rules.ts';
import { createExtractPool } from '../extract-pool.ts';
import { rowsFrom } from './sources.fixture.ts';

const answer = {
  status: 404,
  headers: 'Content-Type: text/html\r\nX-Page: a\r\nx-page: b\r\n',
  answeredAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  attempt: 2,
};

describe('the answer of a page', () => {
  it('gives its parts', async () => {
    const parts = ['status', 'url', 'time', 'contentType', 'try', 'header:X-PAGE', 'header:Other'];
    const fields = parts.map((part) => ({ answer: part }));
    const more = { answer, each: 'p' };
    expect(await rowsFrom('<p>1<p>2', [...fields, { css: '' }], more)).toEqual([
      [
        '404',
        'https://e.example/shop/page',
        '2026-01-02T03:04:05.000Z',
        'text/html',
        '2',
        'a, b',
        '',
        '1',
      ],
      [
        '404',
        'https://e.example/shop/page',
        '2026-01-02T03:04:05.000Z',
        'text/html',
        '2',
        'a, b',
        '',
        '2',
      ],
    ]);
    const cleaned = { answer: 'contentType', clean: [{ match: '/(.*)' }] };
    expect(
      await rowsFrom('', [cleaned, { answer: 'header:no', take: 'exists' }], { answer }),
    ).toEqual([['html', 'false']]);
  });
});

describe('rules with expressions that cannot be used', () => {
  it.each([
    [{ fields: [{ name: 'a', xpath: '//a[' }] }, 'fields[0].xpath'],
    [{ fields: [{ name: 'a' }, { name: 'b', json: 'items' }] }, 'fields[1].json'],
    [{ fields: [{ name: 'a', json: '$[' }] }, 'fields[0].json'],
    [{ fields: [{ name: 'a', json: '$', in: { script: 'a..b' } }] }, 'fields[0].in'],
    [{ each: { xpath: '//' }, fields: [] }, 'each.xpath'],
    [{ each: { json: '$.a[' }, fields: [] }, 'each.json'],
    [{ each: { table: 'a[' }, fields: [] }, 'each.table'],
    [{ each: 'a[', fields: [] }, 'each'],
  ])('are named with their place: %j', async (rules, place) => {
    expect(await checkRules(rules)).toEqual([
      { place, message: expect.stringMatching(/^(?:A|The|This) .*\.$/s) },
    ]);
  });
});

describe('an expression that never ends', () => {
  const page = (body: string) => ({
    body: Buffer.from(body),
    url: 'https://a.example/',
    contentType: 'text/html',
  });
  const endless = `${'a'.repeat(40)}!`;
  it.each([
    [{ name: 'x', xpath: 'if (//h1) then some $i in 1 to 10000000000 satisfies $i < 0 else 1' }],
    [{ name: 'x', xpath: '//p[count(//*[count(//*[count(//*[count(//*) > 0]) > 0]) > 0]) > 0]' }],
    [{ name: 'x', json: '$[?match(@, "(a+)+")]', in: { script: '#s' } }],
  ])(
    'fails its page at the deadline, and no other: %j',
    async (field) => {
      const rules = { fields: [field] };
      const extractor = createExtractPool({ rules, size: 1, deadlineMs: 1000 });
      const slow = `<h1>x</h1><p>${'<b>'.repeat(300)}</p><script id=s>["${endless}"]</script>`;
      const [hung, ...others] = await Promise.all(
        [slow, '', '', ''].map((body) => extractor.extract(page(body))),
      );
      await extractor.close();
      expect(hung).toMatchObject({ failure: { code: 'PARSE_TIMEOUT' } });
      expect(others.map(({ kind }) => kind)).toEqual(['rows', 'rows', 'rows']);
    },
    60_000,
  );
});
