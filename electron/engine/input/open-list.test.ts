import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputSource, ListNote } from '#shared/engine-protocol/input.ts';
import type { ListOptions } from '#shared/job/list-options.ts';
import { carryRemark, noAccount } from '#shared/list-account.ts';
import { createAnalyzer } from './analyze.ts';
import { analyzeList } from './analyze-list.ts';
import { glanceAtList, openList } from './open-list.ts';
import { readLines } from './read-lines.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-input-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function source(
  name: string,
  content: string | Uint8Array,
  options: ListOptions = {},
): Promise<InputSource> {
  return { kind: 'file', file: await file(name, content), options };
}

async function read(list: InputSource) {
  const items = [];
  const notRead: ListNote[] = [];
  const partlyUsed: ListNote[] = [];
  let account = noAccount;
  const reader = await openList(list);
  for await (const batch of reader.batches(new AbortController().signal)) {
    items.push(...batch.items);
    notRead.push(...batch.notRead);
    partlyUsed.push(...batch.partlyUsed);
    account = batch.account;
  }
  const { requests, headers, blanks, comments } = account;
  expect(requests + headers + blanks + comments + account.notRead).toBe(account.records);
  return { reading: reader.reading, items, account, notRead, partlyUsed };
}

const quiet = (): void => undefined;
const never = new AbortController().signal;

describe('openList', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from('\uFEFFhttps://a.org/ü\r\nhttps://b.org/\n')],
    ['UTF-16', Buffer.from('\uFEFFhttps://a.org/ü\r\nhttps://b.org/\n', 'utf16le')],
    [
      'UTF-16, big end first',
      Buffer.from('\uFEFFhttps://a.org/ü\r\nhttps://b.org/\n', 'utf16le').swap16(),
    ],
    ['UTF-16 without a mark', Buffer.from('https://a.org/ü\r\nhttps://b.org/\n', 'utf16le')],
    ['windows-1252', Buffer.from('https://a.org/ü\rhttps://b.org/', 'latin1')],
    ['gzip', gzipSync('https://a.org/ü\nhttps://b.org/')],
  ])('reads %s', async (_name, bytes) => {
    const { items } = await read(await source('list.txt', bytes));
    expect(items.map((item) => [item.line, item.url])).toEqual([
      [1, 'https://a.org/%C3%BC'],
      [2, 'https://b.org/'],
    ]);
  });

  it('takes bytes beyond ASCII for what the first of them are, wherever they stand', async () => {
    const plain = 'https://a.org/x\n'.repeat(40_000);
    for (const [encoding, bytes] of [
      ['utf-8', Buffer.from(`${plain}https://a.org/ü`)],
      ['windows-1252', Buffer.from(`${plain}https://a.org/ü`, 'latin1')],
    ] as const) {
      const { items } = await read(await source('late.txt', bytes));
      expect(items.at(-1)?.url, encoding).toBe('https://a.org/%C3%BC');
    }
  });

  it('keeps characters whole that the end of a piece cuts', async () => {
    const text = 'https://a.org/日本\n'.repeat(30_000);
    const { items } = await read(await source('cut.txt', text));
    expect(new Set(items.map(({ text: one }) => one))).toEqual(new Set(['https://a.org/日本']));
  });

  it.each([
    ['a workbook', Buffer.from('PK\u0003\u0004xl/worksheets'), /workbook/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /not a text file/],
    ['broken gzip', gzipSync('https://a.org/').subarray(0, 12), /damaged/],
  ])('refuses %s', async (_name, bytes, sentence) => {
    await expect(source('no.txt', bytes).then(read)).rejects.toThrow(sentence);
  });

  it('says which file is missing', async () => {
    const opening = openList({ kind: 'file', file: join(folder, 'none.txt') });
    await expect(opening).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(opening).rejects.toThrow(/is not there/);
  });
});

describe('every record is accounted for', () => {
  it('in lines: blank ones and comments keep their numbers', async () => {
    const text =
      '# mine\n\nhttps://a.org/1\nhello\n  \nhttps://a.org/2 A title\nhttps://a.org/[1-3]\n';
    const { items, account, notRead, partlyUsed } = await read(await source('list.txt', text));
    expect(items.map(({ line, url }) => [line, url])).toEqual([
      [3, 'https://a.org/1'],
      [4, null],
      [6, 'https://a.org/2'],
      [7, 'https://a.org/[1-3]'],
    ]);
    expect(account).toEqual({
      records: 7,
      requests: 3,
      headers: 0,
      blanks: 2,
      comments: 1,
      notRead: 1,
      urls: 3,
      partlyUsed: 1,
      patterns: { records: 1, urls: 3 },
    });
    expect(notRead).toMatchObject([{ line: 4, text: 'hello', reason: /./ }]);
    expect(partlyUsed).toMatchObject([{ line: 6 }]);
  });

  it('in a table: the header, blank records, comments, records without a URL', async () => {
    const text =
      '# exported in May\nsku;link;note\n1;a.org/1;"two\nlines"\n2;b.org/2;x\n\n3;;\n;;\n4;no;\n';
    const { reading, items, account, notRead } = await read(await source('list.csv', text));
    expect(reading).toEqual({
      kind: 'table',
      delimiter: ';',
      header: true,
      column: 'link',
      carry: ['sku', 'note'],
    });
    expect(items.map((item) => [item.line, item.text, item.carried])).toEqual([
      [3, 'a.org/1', ['1', 'two\nlines']],
      [5, 'b.org/2', ['2', 'x']],
      [7, '', ['3', '']],
      [9, 'no', ['4', '']],
    ]);
    expect(account).toMatchObject({
      records: 8,
      requests: 2,
      headers: 1,
      blanks: 2,
      comments: 1,
      notRead: 2,
    });
    expect(notRead.map(({ line }) => line)).toEqual([7, 9]);
  });

  it('for any lines', async () => {
    const line = fc.oneof(
      fc.constantFrom('', ' ', '# x', 'https://a.org/', 'a.org b.org', 'no', '[1-9]', '"', 'a,b'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        const { account } = await read({ kind: 'lines', lines, patterns: true });
        expect(account.records).toBe(lines.length);
      }),
    );
  });
});

describe('tables', () => {
  const urls = async (name: string, text: string, options: ListOptions = {}) => {
    const { items } = await read(await source(name, text, options));
    return items.map(({ url, carried }) => [url, ...carried]);
  };
  const three = (sku: readonly string[]) => sku.map((one, at) => [`http://a.org/${at + 1}`, one]);

  it.each([
    [
      'one column without a header',
      'http://a.org/1\nhttp://a.org/2\n',
      [['http://a.org/1'], ['http://a.org/2']],
    ],
    ['two without a header', 'http://a.org/1,A\nhttp://a.org/2,B\n', three(['A', 'B'])],
    ['one record', 'http://a.org/1,A', three(['A'])],
    ['a header and a record', 'link,sku\nhttp://a.org/1,A\n', three(['A'])],
    [
      'mixed line ends',
      'link,sku\r\nhttp://a.org/1,A\nhttp://a.org/2,B\rhttp://a.org/3,C',
      three(['A', 'B', 'C']),
    ],
    ['sep=;', 'sep=;\r\nlink;sku\r\nhttp://a.org/1;007\r\n', three(['007'])],
    ['"sep=,"', '"sep=,"\nlink,sku\nhttp://a.org/1,007\n', three(['007'])],
    ['sep=^', 'sep=^\nlink^sku\nhttp://a.org/1^007\n', three(['007'])],
    ['a mark of order', '\uFEFF\uFEFFlink,sku\nhttp://a.org/1,A\n', three(['A'])],
    ['tab', 'link\tsku\nhttp://a.org/1\tA\n', three(['A'])],
    ['pipe', 'link|sku\nhttp://a.org/1|A\n', three(['A'])],
    ['a domain as the name of the column', 'page.url,sku\nhttp://a.org/1,A\n', three(['A'])],
    ['quoted', '"link","sku"\n"http://a.org/1","A ""x"""\n', three(['A "x"'])],
    ['a record that is short', 'link,sku\nhttp://a.org/1\n', three([''])],
  ])('%s', async (_name, text, expected) => {
    expect(await urls('t.csv', text)).toEqual(expected);
  });

  it('reads a stray quotation mark as Excel does', async () => {
    const text =
      'name,link\n"Best" laptop,http://a.org/1\n15" screen,http://a.org/2\n"x",http://a.org/3\n';
    expect(await urls('t.csv', text)).toEqual([
      ['http://a.org/1', 'Best laptop'],
      ['http://a.org/2', '15" screen'],
      ['http://a.org/3', 'x'],
    ]);
  });

  it('reports a quotation mark that is never closed, with the lines that it swallows', async () => {
    const text = 'name,link\nplain,http://a.org/1\n"15 inch,http://a.org/2\nx,http://a.org/3\n';
    const { items, account, notRead } = await read(await source('t.csv', text));
    expect(items.map(({ url }) => url)).toEqual(['http://a.org/1', null]);
    expect(account).toMatchObject({ requests: 1, notRead: 1, headers: 1 });
    expect(notRead).toMatchObject([
      { line: 3, reason: expect.stringMatching(/never closed: lines 3 to 4/) },
    ]);
  });

  it('reports lines that two stray quotation marks have joined', async () => {
    const text = 'name,link\n"15 inch,http://a.org/1\n"27 inch,http://a.org/2\n';
    const { partlyUsed } = await read(await source('t.csv', text));
    expect(partlyUsed).toMatchObject([
      { line: 2, reason: expect.stringMatching(/joined lines 2 to 3/) },
    ]);
  });

  it('holds no more of a broken record than it has to', async () => {
    const text = `link,x\nhttp://a.org/1,"${'line\n'.repeat(1_000_000)}`;
    const { notRead } = await read(await source('long.csv', text));
    expect(notRead).toMatchObject([{ line: 2, reason: expect.stringMatching(/too long/) }]);
  });

  it('does as it is told', async () => {
    const text = 'a;b\nhttp://a.org/1;http://b.org/1\n';
    expect(await urls('t.csv', text, { column: 'b', carry: [] })).toEqual([['http://b.org/1']]);
    expect(await urls('t.csv', text, { column: '2', carry: ['a'] })).toEqual([
      ['http://b.org/1', 'http://a.org/1'],
    ]);
    expect(await urls('t.csv', text, { header: false, carry: [] })).toEqual([
      [null],
      ['http://a.org/1'],
    ]);
    expect(await urls('t.csv', 'http://a.org/x;y\n', { delimiter: 'none' })).toEqual([
      ['http://a.org/x;y'],
    ]);
    expect(await urls('t.txt', 'x~http://a.org/1\n', { delimiter: '~' })).toEqual([
      ['http://a.org/1', 'x'],
    ]);
  });

  it('says which columns there are when one is missing', async () => {
    const opening = source('other.csv', 'a,b\n1,2\n', { column: 'url' }).then(openList);
    await expect(opening).rejects.toThrow('The list has no column "url". Its columns are: a, b.');
  });

  it.each([
    [
      'cells copied from a spreadsheet',
      'Name\tLink\nA\thttps://a.org/1\nB\thttps://a.org/2\n',
      '\t',
    ],
    ['a list that names its columns', 'link;sku\nhttps://a.org/1;A\nhttps://a.org/2;B\n', ';'],
  ])('takes %s for a table, whatever its name', async (_name, text, delimiter) => {
    const { reading } = await read(await source('pasted', text));
    expect(reading).toMatchObject({ kind: 'table', delimiter });
  });

  it.each([
    'https://a.org/1,x\nhttps://a.org/2,y\n',
    'https://a.org/1|x\nhttps://a.org/2|y\n',
    'https://a.org/1\nhttps://a.org/2\n',
  ])('takes %j for lines where no name says otherwise', async (text) => {
    expect((await read(await source('list', text))).reading).toEqual({ kind: 'lines' });
  });

  it('names thousands of columns without a pause, and carries as many as a run can', async () => {
    for (const header of [
      Array.from({ length: 4000 }, () => 'same').join(','),
      ','.repeat(16_383),
    ]) {
      const text = `link,${header}\nhttps://a.org/1${',x'.repeat(600)}\n`;
      const { items, reading } = await read(await source('wide.csv', text));
      expect(reading).toMatchObject({ column: 'link' });
      expect(items[0]?.carried).toHaveLength(500);
      const remark = expect.stringMatching(/^only 500 of (4,000|600) other columns/);
      expect(carryRemark(reading)).toEqual(remark);
      const carry = reading.kind === 'table' ? [...reading.carry] : [];
      const named = await read(await source('wide.csv', text, { column: 'link', carry }));
      expect(carryRemark(named.reading)).toEqual(remark);
    }
  });
});

describe('sitemaps and feeds', () => {
  const sitemap = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc>http://a.org/search?q=rust&amp;page=2</loc><lastmod>2024-01-01</lastmod></url>
  <url>
    <loc>
      http://a.org/c
    </loc>
    <image:image><image:loc>http://a.org/c.png</image:loc></image:image>
  </url>
  <url><loc><![CDATA[http://a.org/d?x=1&y=2]]></loc></url>
  <url><lastmod>2024-01-01</lastmod></url>
</urlset>
`;

  it.each([
    ['as it is', sitemap],
    ['packed', gzipSync(sitemap)],
    ['in UTF-16', Buffer.from(`\uFEFF${sitemap}`, 'utf16le')],
  ])('gives the pages of a sitemap %s', async (_name, bytes) => {
    const { reading, items, account } = await read(await source('map.xml', bytes));
    expect(reading).toEqual({ kind: 'feed', format: 'sitemap' });
    expect(items.map(({ line, url }) => [line, url])).toEqual([
      [3, 'http://a.org/search?q=rust&page=2'],
      [6, 'http://a.org/c'],
      [10, 'http://a.org/d?x=1&y=2'],
      [11, null],
    ]);
    expect(account).toMatchObject({ records: 4, requests: 3, notRead: 1 });
  });

  it.each([
    [
      'sitemap-index',
      '<sitemapindex xmlns="x"><sitemap><loc>http://a.org/1.xml.gz</loc></sitemap></sitemapindex>',
      ['http://a.org/1.xml.gz'],
    ],
    [
      'rss',
      `<?xml version="1.0" encoding="ISO-8859-1"?><!-- x --><rss version="2.0"><channel><link>http://a.org/</link>
      <item><title>A</title><link>http://a.org/1</link><guid>http://a.org/g</guid></item>
      <item><guid isPermaLink="true">http://a.org/2</guid></item></channel></rss>`,
      ['http://a.org/1', 'http://a.org/2'],
    ],
    [
      'atom',
      `<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://a.org/"/>
      <entry><link rel="edit" href="http://a.org/e"/><link href="http://a.org/1"/></entry></feed>`,
      ['http://a.org/1'],
    ],
    [
      'rss',
      `<rdf:RDF xmlns:rdf="r" xmlns="s"><channel/><item rdf:about="x"><link>http://a.org/1</link></item></rdf:RDF>`,
      ['http://a.org/1'],
    ],
  ])('gives the pages of %s', async (format, text, expected) => {
    const { reading, items } = await read(await source('feed', text));
    expect(reading).toEqual({ kind: 'feed', format });
    expect(items.map(({ url }) => url)).toEqual(expected);
  });
});

describe('readLines', () => {
  it('gives the same lines however the text is cut into pieces', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', '\r', '\n') });
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (pieces) => {
        async function* source() {
          for (const text of pieces) yield { text, bytes: 0 };
        }
        const lines: string[] = [];
        for await (const piece of readLines(source())) lines.push(...piece.lines);
        const expected = pieces.join('').split(/\r\n|\r|\n/);
        if (expected.at(-1) === '') expected.pop();
        expect(lines).toEqual(expected);
      }),
    );
  });
});

describe('glanceAtList', () => {
  it('finds the column of URLs among unnamed and repeated ones', async () => {
    const list = await source('g.tsv', 'name\tname\t\nx\ty\thttps://a.org\nz\tw\thttps://b.org\n');
    await expect(glanceAtList(list)).resolves.toMatchObject({
      columns: ['name', 'name (2)', 'column 3'],
      reading: { column: 'column 3' },
      records: [
        ['x', 'y', 'https://a.org'],
        ['z', 'w', 'https://b.org'],
      ],
    });
  });

  it.each([
    ['id,link\n1,https://a.org\n2,https://b.org\n', 'link'],
    ['price,link\n3.50,a.org/x\n4.25,b.org/y\n', 'link'],
    ['contact,domain,page\nx@a.org,a.org,https://a.org/x\ny@b.org,b.org,https://b.org/y\n', 'page'],
    ['note,page\nsee https://x.org now,https://a.org/x\n', 'page'],
    ['id,name\n1,rope\n2,lamp\n', null],
  ])('does not take numbers, addresses and domains for what %j is about', async (text, column) => {
    expect((await glanceAtList(await source('g.csv', text))).reading).toMatchObject({ column });
  });
});

describe('analyzeList', () => {
  it('counts URLs, duplicates and hosts, and what was assumed', async () => {
    const lines = [
      'a.org/1',
      'https://a.org/1#x',
      'b.org',
      '',
      '# no',
      'mailto:x@y.z',
      'https://b.org/[1-3]',
      'localhost:8080/',
    ];
    await expect(
      analyzeList({ kind: 'lines', lines, patterns: true }, quiet, never),
    ).resolves.toEqual({
      reading: { kind: 'lines' },
      account: {
        records: 8,
        requests: 5,
        headers: 0,
        blanks: 1,
        comments: 1,
        notRead: 1,
        urls: 7,
        partlyUsed: 0,
        patterns: { records: 1, urls: 3 },
      },
      looksLike: null,
      duplicates: 1,
      hosts: 3,
      assumed: { http: 1, https: 2 },
      notRead: [
        {
          line: 6,
          text: 'mailto:x@y.z',
          reason: 'only http and https addresses can be fetched, not mailto:',
        },
      ],
      partlyUsed: [],
      sample: [
        'https://a.org/1',
        'https://b.org/',
        'https://b.org/1',
        'https://b.org/2',
        'https://b.org/3',
        'http://localhost:8080/',
      ],
    });
  });

  it('survives one line of 10 MB and two million blank ones', async () => {
    const list = await source(
      'odd.txt',
      `${'x'.repeat(10_000_000)}\n${'\n'.repeat(2_000_000)}a.org\n`,
    );
    await expect(analyzeList(list, quiet, never)).resolves.toMatchObject({
      account: { records: 2_000_002, requests: 1, notRead: 1 },
    });
  });
});

describe('createAnalyzer', () => {
  it('lets a newer analysis of a list cancel the older one', async () => {
    const analyzer = createAnalyzer(quiet);
    const older = analyzer.analyze('job', {
      kind: 'lines',
      lines: ['x.org/[1-1000000]'],
      patterns: true,
    });
    const newer = analyzer.analyze('job', { kind: 'lines', lines: ['a.org'] });
    await expect(older).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(newer).resolves.toMatchObject({ account: { urls: 1 } });
    await analyzer.close();
  });
});
