import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import { createAnalyzer } from './analyze.ts';
import { analyzeList } from './analyze-list.ts';
import { glanceAtCsv } from './csv.ts';
import { openInput } from './input-reader.ts';
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

async function items(source: InputSource) {
  const all = [];
  const reader = await openInput(source);
  for await (const batch of reader.batches(new AbortController().signal)) all.push(...batch.items);
  return all;
}

const quiet = (): void => undefined;
const never = new AbortController().signal;

describe('openInput', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from('\uFEFFhttps://a.org/ü\r\nhttps://b.org/\n')],
    ['UTF-16', Buffer.from('\uFEFFhttps://a.org/ü\r\nhttps://b.org/\n', 'utf16le')],
    ['windows-1252', Buffer.from('https://a.org/ü\rhttps://b.org/', 'latin1')],
  ])('reads %s', async (_name, bytes) => {
    const path = await file('list.txt', bytes);
    const found = await items({ kind: 'file', file: path, csv: null });
    expect(found.map((item) => [item.line, item.url])).toEqual([
      [1, 'https://a.org/%C3%BC'],
      [2, 'https://b.org/'],
    ]);
  });

  it('takes the URL column of a CSV file and carries the others, in the order asked for', async () => {
    const path = await file(
      'list.csv',
      'sku;link;note\n1;a.org/1;"two\nlines"\n2;b.org/2;x\n\n3;;\n',
    );
    const found = await items({
      kind: 'file',
      file: path,
      csv: { column: 'link', carry: ['note', 'sku'] },
    });
    expect(found.map((item) => [item.line, item.text, item.carried])).toEqual([
      [2, 'a.org/1', ['two\nlines', '1']],
      [4, 'b.org/2', ['x', '2']],
      [6, '', ['', '3']],
    ]);
  });

  it('says which columns there are when one is missing', async () => {
    const path = await file('other.csv', 'a,b\n1,2\n');
    const opening = openInput({ kind: 'file', file: path, csv: { column: 'url', carry: [] } });
    await expect(opening).rejects.toThrow('The list has no column "url". Its columns are: a, b.');
  });

  it('says which file is missing', async () => {
    const opening = openInput({ kind: 'file', file: join(folder, 'none.txt'), csv: null });
    await expect(opening).rejects.toThrow(/cannot be read/);
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

describe('glanceAtCsv', () => {
  it('finds the column of URLs among unnamed and repeated ones', async () => {
    const path = await file('g.tsv', 'name\tname\t\nx\ty\thttps://a.org\nz\tw\thttps://b.org\n');
    await expect(glanceAtCsv(path)).resolves.toMatchObject({
      columns: ['name', 'name (2)', 'column 3'],
      urlColumn: 'column 3',
    });
  });

  it.each([
    ['id,link\n1,https://a.org\n2,https://b.org\n', 'link'],
    ['price,link\n3.50,a.org/x\n4.25,b.org/y\n', 'link'],
    ['contact,domain,page\nx@a.org,a.org,https://a.org/x\ny@b.org,b.org,https://b.org/y\n', 'page'],
    ['id,name\n1,rope\n2,lamp\n', null],
  ])('does not take numbers, addresses and domains for what %j is about', async (text, column) => {
    const path = await file('g.csv', text);
    expect((await glanceAtCsv(path)).urlColumn).toBe(column);
  });

  it('reads back any table that papaparse writes', async () => {
    const cell = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
        async (table) => {
          const path = await file('any.csv', Papa.unparse([['u', 'v'], ...table]));
          const found = await glanceAtCsv(path);
          expect(found.columns).toEqual(['u', 'v']);
          expect(found.records).toEqual(table);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('analyzeList', () => {
  it('counts URLs, duplicates, hosts and invalid lines', async () => {
    const lines = [
      'a.org/1',
      'https://a.org/1#x',
      'b.org',
      '',
      '# no',
      'mailto:x@y.z',
      'https://b.org/[1-3]',
    ];
    await expect(analyzeList({ kind: 'lines', lines }, quiet, never)).resolves.toEqual({
      lines: 7,
      urls: 6,
      duplicates: 1,
      invalid: 1,
      hosts: 2,
      assumedHttps: 2,
      invalidLines: [
        {
          line: 6,
          text: 'mailto:x@y.z',
          reason: 'only http and https addresses can be fetched, not mailto:',
        },
      ],
      sample: [
        'https://a.org/1',
        'https://b.org/',
        'https://b.org/1',
        'https://b.org/2',
        'https://b.org/3',
      ],
    });
  });

  it('survives one line of 10 MB and two million blank ones', async () => {
    const path = await file(
      'odd.txt',
      `${'x'.repeat(10_000_000)}\n${'\n'.repeat(2_000_000)}a.org\n`,
    );
    await expect(
      analyzeList({ kind: 'file', file: path, csv: null }, quiet, never),
    ).resolves.toMatchObject({
      lines: 2_000_002,
      urls: 1,
      invalid: 1,
    });
  });
});

describe('createAnalyzer', () => {
  it('lets a newer analysis of a list cancel the older one', async () => {
    const analyzer = createAnalyzer(quiet);
    const older = analyzer.analyze('job', { kind: 'lines', lines: ['x.org/[1-1000000]'] });
    const newer = analyzer.analyze('job', { kind: 'lines', lines: ['a.org'] });
    await expect(older).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(newer).resolves.toMatchObject({ urls: 1 });
    await analyzer.close();
  });
});
