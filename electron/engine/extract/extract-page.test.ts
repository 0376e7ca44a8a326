import { describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { compileRules } from './compile-rules.ts';
import { extractPage } from './extract-page.ts';

interface Options {
  readonly each?: string;
  readonly url?: string;
  readonly contentType?: string | null;
}

function outcomeOf(
  body: string | Uint8Array,
  fields: readonly Omit<Field, 'name'>[],
  options: Options = {},
) {
  const { each, url = 'https://example.com/shop/list?page=1' } = options;
  const named = fields.map((field, index) => ({ name: `f${index}`, ...field }));
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const contentType =
    options.contentType === undefined ? 'text/html; charset=utf-8' : options.contentType;
  return extractPage({ body: bytes, url, contentType }, compileRules({ each, fields: named }));
}

function rowsOf(...input: Parameters<typeof outcomeOf>) {
  const outcome = outcomeOf(...input);
  return outcome.kind === 'rows' ? outcome.rows : outcome.failure;
}

const cards = `
  <article class=card><h2> One\n <b>big</b></h2><a href="/1">x</a><i class=tag>a</i><i class=tag>b</i></article>
  <article class=card><h2>Two</h2><p class=price>EUR 12.50</p></article>`;

describe('rows', () => {
  it('are one for the page, or one a match of each with fields looked up inside it', () => {
    const fields = [
      { css: 'h2' },
      { css: '.tag', all: true },
      { css: '.price', clean: [{ match: '([0-9.]+)' }] },
    ];
    expect(rowsOf(cards, fields)).toEqual([['One big', 'a | b', '12.50']]);
    expect(rowsOf(cards, fields, { each: 'article.card' })).toEqual([
      ['One big', 'a | b', ''],
      ['Two', '', '12.50'],
    ]);
    expect(rowsOf(cards, fields, { each: '.none' })).toEqual([]);
  });

  it('take a field without a selector from the match itself', () => {
    const fields = [{}, { take: 'attr:class' }, { take: 'count' }, { css: ' ', take: 'exists' }];
    expect(rowsOf(cards, fields, { each: 'h2, .price' })).toEqual([
      ['One big', '', '1', 'true'],
      ['Two', '', '1', 'true'],
      ['EUR 12.50', 'price', '1', 'true'],
    ]);
    expect(rowsOf('<p>a</p><p>b</p>', fields)).toEqual([['a b', '', '1', 'true']]);
  });

  it('are one of empty values for an empty page', () => {
    const fields = [{ css: 'h1' }, { css: 'a', take: 'count' }, { css: 'a', take: 'exists' }];
    expect(rowsOf('', fields)).toEqual([['', '0', 'false']]);
  });
});

describe('a value', () => {
  it('joins all matches with the separator', () => {
    expect(rowsOf(cards, [{ css: '.tag', all: true, separator: ';' }])).toEqual([['a;b']]);
    expect(rowsOf(cards, [{ css: 'i, a', all: true, take: 'attr:href' }])).toEqual([
      ['https://example.com/1 |  | '],
    ]);
  });

  it('is group 1 of the expression, or the whole match, or nothing', () => {
    const page = '<b>no</b><b>price 12</b><b>price 7</b>';
    const fields = [
      { css: 'b', clean: [{ match: '\\d+' }] },
      { css: 'b', clean: [{ match: 'price (\\d)(\\d)?' }] },
      { css: 'b', clean: [{ match: '\\d+' }], all: true },
      { css: 'b', clean: [{ match: '(x)?\\d' }], all: true },
      { css: 'b', clean: [{ match: '^[0-9]$' }], take: 'count' },
    ];
    expect(rowsOf(page, fields)).toEqual([['', '', '12 | 7', ' | ', '3']]);
  });

  it.each([
    ['<a href="b?c=1&amp;d#e">', 'https://example.com/shop/b?c=1&d#e'],
    ['<a href="//other.org/é x">', 'https://other.org/%C3%A9%20x'],
    ['<a href=" /trim ">', 'https://example.com/trim'],
    ['<a href="">', 'https://example.com/shop/list?page=1'],
    ['<a href="mailto:a@b.c">', 'mailto:a@b.c'],
    ['<a href="http://[x">', 'http://[x'],
    ['<a>', ''],
    ['<base href="/other/"><a href="b">', 'https://example.com/other/b'],
    [
      '<base target=_top><base href="https://cdn.net/x/"><base href="/no/"><a href="b">',
      'https://cdn.net/x/b',
    ],
    ['<base href="http://[x"><a href="b">', 'https://example.com/shop/b'],
    ['<base href="data:text/plain,x"><a href="b">', 'https://example.com/shop/b'],
  ])('of href in %s is an absolute link', (page, expected) => {
    expect(rowsOf(page, [{ css: 'a', take: 'attr:href' }])).toEqual([[expected]]);
  });

  it('of an attribute is an absolute link where it holds one, else what stands there', () => {
    const page = '<img src="i.png" srcset="a.png 2x" data-src="d.png" ALT="x" hidden>';
    const takes = ['src', 'srcset', 'data-src', 'alt', 'ALT', 'hidden', 'title'];
    expect(
      rowsOf(
        page,
        takes.map((name) => ({ css: 'img', take: `attr:${name}` })),
      ),
    ).toEqual([
      [
        'https://example.com/shop/i.png',
        'https://example.com/shop/a.png',
        'https://example.com/shop/d.png',
        'x',
        'x',
        'hidden',
        '',
      ],
    ]);
  });

  it('has the lines of a browser where they are asked for', () => {
    const page = '<div><h2>Ann</h2>12 Main Street<br>Springfield<script>x</script></div>';
    expect(
      rowsOf(page, [
        { css: 'div', take: 'lines' },
        { css: 'div', take: 'text' },
      ]),
    ).toEqual([['Ann\n12 Main Street\nSpringfield', 'Ann 12 Main Street Springfield']]);
  });

  it('never holds NUL', () => {
    const page = '<p title="a\0b">c\0d</p>';
    for (const take of ['text', 'html', 'attr:title']) {
      expect(JSON.stringify(rowsOf(page, [{ css: 'p', take }]))).not.toContain('\\u0000');
    }
    expect(rowsOf(page, [{ css: 'p' }])).toEqual([['cd']]);
  });

  it('is looked up in the tree of a browser', () => {
    const page = '<table id=t><tr><td>1</table>';
    const fields = [{ css: '#t > tbody > tr > td' }, { css: ':root > body', take: 'html' }];
    expect(rowsOf(page, fields)).toEqual([
      ['1', '<table id="t"><tbody><tr><td>1</td></tr></tbody></table>'],
    ]);
  });

  it('is found by the names of SVG in either spelling', () => {
    const page = '<svg viewbox="0 0 9 9"><LINEARGRADIENT id=g /></svg>';
    const fields = [
      { css: 'linearGradient', take: 'attr:id' },
      { css: 'lineargradient', take: 'attr:id' },
      { css: 'svg', take: 'attr:viewBox' },
      { css: '[viewBox]', take: 'attr:viewbox' },
      { css: 'svg', take: 'html' },
    ];
    expect(rowsOf(page, fields)).toEqual([
      ['g', 'g', '0 0 9 9', '0 0 9 9', '<linearGradient id="g"></linearGradient>'],
    ]);
  });

  it('has names of which only the ASCII letters have two cases', () => {
    const page = '<svg><g a\u212a=1></g></svg><p>x</p>';
    expect(rowsOf(page, [{ css: '[ak], p' }])).toEqual([['x']]);
  });

  it('may stand in <noscript>, since no script runs', () => {
    const page = '<div><noscript><img src=/a.png></noscript></div>';
    expect(rowsOf(page, [{ css: 'noscript > img', take: 'attr:src' }])).toEqual([
      ['https://example.com/a.png'],
    ]);
  });
});

describe('a document', () => {
  const feed =
    '<?xml version="1.0"?><rss><channel><item><link>http://a/1</link><pubDate>Mon</pubDate><t><![CDATA[<b>x</b>]]></t></item></channel></rss>';

  it.each(['application/rss+xml', 'text/xml; charset=utf-8', 'application/xml', null])(
    'of type %s is read as XML',
    (contentType) => {
      const fields = [
        { css: 'item > link' },
        { css: 'pubDate' },
        { css: 'pubdate' },
        { css: 't' },
        { css: 't', take: 'html' },
      ];
      expect(rowsOf(feed, fields, { contentType })).toEqual([
        ['http://a/1', 'Mon', '', '<b>x</b>', '<![CDATA[<b>x</b>]]>'],
      ]);
    },
  );

  it('of XML gives its HTML with its own characters', () => {
    const page = '<r><d><p a="ü">中文 café &lt;</p><e/></d></r>';
    expect(
      rowsOf(page, [{ css: 'd', take: 'html' }], { contentType: 'text/xml; charset=utf-8' }),
    ).toEqual([['<p a="ü">中文 café &lt;</p><e/>']]);
  });

  it.each([
    '<rss><channel><item><link>http://a/1</link></item></channel></rss>',
    '<?xml version="1.0"?>\n<!-- x --><rss><item><link>http://a/1</link></item></rss>',
    '<feed xmlns="http://www.w3.org/2005/Atom"><item><link>http://a/1</link></item></feed>',
    '<rdf:RDF><item><link>http://a/1</link></item></rdf:RDF>',
  ])('sent as HTML that is a feed is read as one: %s', (body) => {
    for (const contentType of ['text/html; charset=utf-8', null]) {
      expect(rowsOf(body, [{ css: 'item > link' }], { contentType })).toEqual([['http://a/1']]);
    }
  });

  it('of XHTML by its type is read as XML, with the characters and links of HTML', () => {
    const page =
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><base href="/b/"/>' +
      '<title/></head><body><div/><P>no</P><p>a&nbsp;&eacute;&amp;<![CDATA[<b>&eacute;]]></p>' +
      '<a href="c">d</a></body></html>';
    const fields = [{ css: 'p' }, { css: 'body > div + *' }, { css: 'a', take: 'attr:href' }];
    expect(rowsOf(page, fields, { contentType: 'application/xhtml+xml' })).toEqual([
      ['a é&<b>&eacute;', 'no', 'https://example.com/b/c'],
    ]);
    // As HTML nothing follows the title, which has no end tag.
    expect(rowsOf(page, [{ css: 'div', take: 'count' }], { contentType: 'text/html' })).toEqual([
      ['0'],
    ]);
  });

  it.each(['application/json', 'application/ld+json; charset=utf-8', 'text/plain', 'text/csv'])(
    'of type %s is one text',
    (contentType) => {
      const fields = [{}, { take: 'html' }, { css: 'b' }, { clean: [{ match: '"b": *([0-9]+)' }] }];
      expect(rowsOf('{"a": "<b>x</b>",\n "b": 2}', fields, { contentType })).toEqual([
        ['{"a": "<b>x</b>", "b": 2}', '{"a": "<b>x</b>",\n "b": 2}', '', '2'],
      ]);
    },
  );

  it.each(['text/html', 'application/octet-stream', 'text/plain', null])(
    'of type %s that begins as HTML is HTML',
    (contentType) => {
      const page = '<!DOCTYPE html><title>T</title><p>&nbsp;x<br>y';
      expect(rowsOf(page, [{ css: 'title' }, { css: 'p' }], { contentType })).toEqual([
        ['T', 'x y'],
      ]);
    },
  );

  const random = Uint8Array.from(
    { length: 5000 },
    (_, index) => (index * 7919 + (index >> 3) * 104729) & 0xff,
  );
  it.each([
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj', 'latin1')],
    ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')],
    ['a JPEG', Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1')],
    ['a zip file', Buffer.from('PK\x03\x04\x14\0', 'latin1')],
    ['a gzip file', Buffer.from('\x1f\x8b\x08\0', 'latin1')],
    ['an MP4', Buffer.from('\0\0\0\x20ftypisom', 'latin1')],
    ['random bytes', random],
  ])('that is %s is none, whatever its type says', (_, body) => {
    for (const contentType of ['text/html', 'text/html; charset=utf-8', 'application/json', null]) {
      expect(rowsOf(body, [{ css: 'p' }], { contentType })).toMatchObject({
        code: 'NOT_HTML',
        retryable: false,
      });
    }
  });

  it('of a type that is no text is none', () => {
    expect(rowsOf('id,x', [{}], { contentType: 'application/vnd.ms-excel' })).toMatchObject({
      code: 'NOT_HTML',
      message: 'This is not a page but another kind of file (application/vnd.ms-excel).',
    });
  });

  it('with a few control characters is a page all the same', () => {
    expect(
      rowsOf('price list \0\0 as of today'.padEnd(200, ' x'), [{ clean: [{ match: 'as of' }] }]),
    ).toEqual([['as of']]);
    expect(rowsOf('<p>\0\0\0\x01\x02</p><b>x</b>', [{ css: 'b' }])).toEqual([['x']]);
  });
});

describe('a deep page', () => {
  const nested = (levels: number) =>
    `<body>${'<div>'.repeat(levels)}<b class=x>deep</b> text${'</div>'.repeat(levels)}<i>end</i></body>`;

  it.each([200, 2000])('of %i levels gives the same text', (levels) => {
    const fields = [
      { css: 'body' },
      { css: 'b' },
      { css: 'body div b.x' },
      { css: 'div:contains("deep") i, i' },
      { css: 'body:has(b)' },
      { css: 'b', take: 'html' },
      {},
    ];
    expect(rowsOf(nested(levels), fields)).toEqual([
      ['deep text end', 'deep', 'deep', 'end', 'deep text end', 'deep', 'deep text end'],
    ]);
  });

  it.each(['text/html', 'application/xml'])(
    'fails in words where it is deeper than a tree of %s may be',
    (contentType) => {
      const fields = [{ css: 'p:empty' }];
      expect(rowsOf(nested(100_000), fields, { contentType })).toMatchObject({
        code: 'TOO_DEEP',
        message: 'The page is nested too deeply.',
      });
    },
  );
});

it('finds nothing inside a template', () => {
  const page = '<template id=t><p>in</p></template><p>out</p>';
  const fields = [{ css: '#t' }, { css: '#t', take: 'html' }, { css: 'p', all: true }, {}];
  expect(rowsOf(page, fields)).toEqual([['', '<p>in</p>', 'out', 'out']]);
  expect(rowsOf(page, [{ css: 'p' }], { each: 'template' })).toEqual([['']]);
});

it('gives a field the same value whatever is taken before it', () => {
  const page = '<main><svg><linearGradient id=g><stop/></linearGradient></svg></main>';
  const html = { css: 'main', take: 'html' };
  const count = { css: 'linearGradient stop', take: 'count' };
  const written = '<svg><linearGradient id="g"><stop></stop></linearGradient></svg>';
  expect(rowsOf(page, [html, count, html])).toEqual([[written, '1', written]]);
});
