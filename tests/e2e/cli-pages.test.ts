import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CheerioAPI } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBody, sniffEncoding } from '../../electron/engine/page/charset.ts';
import { guardFormulas } from '../../shared/values/formula-guard.ts';
import { cheerioPage, htmlInside, textShown } from '../setup/cheerio-page.ts';
import { realPages } from '../setup/real-pages.ts';
import { runWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { readTable } from './support/table.ts';

/**
 * Pages of the real web through the whole command line, with every kind of field; the expected values are
 * those that cheerio finds in the page.
 */

const fields = [
  { name: 'title', css: 'title' },
  { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
  { name: 'main', css: 'main, article, #content, body', take: 'html' },
  { name: 'links', css: 'a[href]', take: 'count' },
  { name: 'headings', css: 'h1, h2', all: true },
  { name: 'number', css: 'p', clean: [{ match: '([0-9]+)' }] },
  { name: 'pictures', css: 'img', take: 'exists' },
] as const;

function whatCheerioFinds($: CheerioAPI): string[] {
  const number = /([0-9]+)/.exec(textShown($('p').get(0)))?.[1] ?? '';
  return [
    textShown($('title').get(0)),
    $('meta[name=description]').first().attr('content') ?? '',
    htmlInside($('main, article, #content, body').get(0)),
    String($('a[href]').length),
    $('h1, h2').toArray().map(textShown).join(' | '),
    number,
    String($('img').length > 0),
  ].map((value) => value.replaceAll('\0', '\ufffd'));
}

const pages = realPages();
const server = createServer((request, response) => {
  const page = pages[Number((request.url ?? '/').slice(1))];
  response.setHeader('content-type', 'text/html');
  response.end(page?.body);
});
const folder = folderForTests();
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('pages of the real web', () => {
  it('come out as cheerio reads them', async () => {
    const urls = pages.map((_page, index) => `${origin}/${index}`);
    const job = join(folder, 'job.json');
    const out = join(folder, 'table.csv');
    const options = { concurrency: 8 };
    await writeFile(job, JSON.stringify({ version: 2, name: 'Pages', urls, fields, options }));
    const ended = await runWords(['run', job, '--out', out, '--quiet'], { dataFolder: folder });
    expect(ended).toEqual({ code: 4, stdout: '', stderr: '' });

    const { columns, rows } = readTable(out);
    expect(rows).toHaveLength(pages.length);
    for (const [index, { name, body }] of pages.entries()) {
      const $ = cheerioPage(decodeBody(body, sniffEncoding(body, 'text/html')));
      const cells = fields.map((field) => rows[index]?.[field.name]);
      expect(cells, name).toEqual(whatCheerioFinds($).map(guardFormulas));
    }
    expect(columns).toEqual([
      'url',
      ...fields.map(({ name }) => name),
      'status',
      'final_url',
      'error',
    ]);
  });
});
