import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerDialogs, newJob, openTrawl, paste, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';

/** Lists of every kind in the real window: the outcome of each line is shown, and can be changed. */

watchApps();
const folder = folderForTests();
let trawl: Trawl;

beforeAll(async () => {
  trawl = await openTrawl();
});
beforeEach(async () => {
  await newJob(trawl);
  await editor().click();
});

const editor = () => trawl.page.getByRole('textbox', { name: 'URLs, one per line' });
const says = (text: string | RegExp) => trawl.page.getByText(text, { exact: true }).waitFor();
const press = (name: string) => trawl.page.getByRole('button', { name, exact: true }).click();
const dialog = () => trawl.page.getByRole('dialog', { name: 'How is this list read?' });
const closed = () => dialog().waitFor({ state: 'detached' });

async function openFile(name: string, content: string | Uint8Array): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, content);
  await answerDialogs(trawl, { open: file });
  await press('Open file…');
}

const sitemap = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url><loc>https://a.example/?a=1&amp;b=2</loc></url>
  <url><lastmod>2026-01-01</lastmod></url>
</urlset>
`;

describe('lines that are pasted', () => {
  it('add up, and those that are reported are found by their numbers', async () => {
    const { page } = trawl;
    const list = ['# mine', '', 'https://a.example/1', 'mailto:b@a.example', 'See a.example/2 now'];
    await paste(trawl, list.join('\n'));
    await says(/^5 lines = 2 requests \+ 1 blank \+ 1 comment \+ 1 not read$/);
    await press('1 not used whole');
    await page
      .getByRole('button', { name: /^Line 5 See a\.example\/2 now the other words/ })
      .waitFor();
    await press('1 not read');
    await page.getByRole('button', { name: /^Line 4 mailto:b@a\.example only http/ }).click();
    await page.keyboard.type('https://a.example/3');
    await says(/^5 lines = 3 requests \+ 1 blank \+ 1 comment$/);
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('hold patterns, with the number of URLs beside the switch', async () => {
    const { page } = trawl;
    await paste(trawl, 'https://a.example/[1-20]\nhttps://a.example/{x,y}\n');
    await says('2 lines make 22 URLs');
    await says('22 URLs');
    await page.getByRole('switch', { name: 'Patterns' }).click();
    await says('2 lines would make 22 URLs');
    await says('2 URLs');
  });
});

describe('cells of a spreadsheet', () => {
  const cells = 'sku\tlink\nA-1\thttps://a.example/1\nA-2\thttps://a.example/2';

  it('are a table once they are pasted, and lines again once they are deleted', async () => {
    const { page } = trawl;
    await paste(trawl, cells);
    await dialog().getByRole('radio', { name: 'link' }).waitFor();
    expect(await dialog().getByRole('radio', { name: 'link' }).isChecked()).toBe(true);
    await dialog().getByRole('button', { name: 'Read as a table' }).click();
    await closed();
    const reading =
      'Read as a table: tab, with a header, URLs in the column "link", 1 carried along';
    await says(reading);
    await says(/^3 records = 2 requests \+ 1 header$/);

    await editor().click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await says('Read as lines of text');
    await page.keyboard.press('ControlOrMeta+Z');
    await says(reading);
  });

  it('stay lines where the list has other lines, and can be read as a table', async () => {
    await trawl.page.keyboard.type('name');
    await paste(trawl, `\tlink\nA\thttps://a.example/1\nB\thttps://a.example/2`);
    await says('The list looks like a table.');
    await press('Read it as a table');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await says(/^Read as a table: tab, with a header, URLs in the column "link"/);
  });
});

describe('a file that is opened', () => {
  it('is a table by its name, with a delimiter and a header that can be changed', async () => {
    await openFile('goods.csv', 'a;b\nhttps://a.example/[1-3];x\nhttps://a.example/2;y\n');
    await dialog().getByRole('switch', { name: 'The first record names the columns' }).click();
    await dialog().getByRole('radio', { name: 'column 1' }).waitFor();
    await dialog().getByRole('combobox', { name: 'Cells are separated by' }).click();
    await trawl.page.getByRole('option', { name: 'None: one column' }).click();
    await dialog().getByRole('radio', { name: 'column 2' }).waitFor({ state: 'detached' });
    await dialog().getByRole('button', { name: 'Read as a table' }).click();
    await says('Read as a table: one column, without a header, URLs in the column "column 1"');
    await press('Change');
    await dialog().getByRole('combobox', { name: 'Cells are separated by' }).click();
    await trawl.page.getByRole('option', { name: 'Semicolon' }).click();
    await dialog().getByRole('switch', { name: 'The first record names the columns' }).click();
    await dialog().getByRole('radio', { name: 'b', exact: true }).waitFor();
    await dialog().getByRole('button', { name: 'Read as a table' }).click();
    await says(/^Read as a table: semicolon, with a header, URLs in the column "a"/);
    // Brackets in a file are literal text until the person changes that.
    await says('1 line would make 3 URLs');
    await trawl.page.getByRole('switch', { name: 'Patterns' }).click();
    await says('4 URLs');
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('brings the old list back by undo, read as it was', async () => {
    const { page } = trawl;
    await paste(trawl, 'https://a.example/[1-3]');
    await says('3 URLs');
    await openFile('old.csv', 'sku,link\n1,https://a.example/1\n');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await says(/^2 records = 1 request \+ 1 header$/);
    await editor().click();
    await page.keyboard.press('ControlOrMeta+Z');
    await says('Read as lines of text');
    await says('1 line makes 3 URLs');
  });

  it.each([
    ['sitemap.xml', Buffer.from(sitemap)],
    ['sitemap.xml.gz', gzipSync(sitemap)],
  ])('gives the pages of %s', async (name, content) => {
    await openFile(name, content);
    await says('Read as a sitemap');
    await says(/^2 entries = 1 request \+ 1 not read$/);
    await press('1 not read');
    await trawl.page.getByRole('button', { name: /^Line 4 this entry has no address/ }).waitFor();
  });
});

describe('a job file', () => {
  it('has its table read as the command line reads it', async () => {
    const { page } = trawl;
    const beside = join(folder, 'job');
    await mkdir(beside);
    await writeFile(join(beside, 'list.csv'), 'sku;link\n1;https://a.example/1\n');
    const job = { version: 2, name: 'Job of a table', urls: { file: 'list.csv' }, fields: [] };
    await writeFile(join(beside, 'job.json'), JSON.stringify(job));
    await answerDialogs(trawl, { open: join(beside, 'job.json') });
    await page.getByRole('button', { name: 'Import job…' }).click();
    await says(
      'Read as a table: semicolon, with a header, URLs in the column "link", 1 carried along',
    );
    await says(/^2 records = 1 request \+ 1 header$/);
  });
});

describe('the pages of sitemaps', () => {
  it('are counted, narrowed, and become the list with what the sitemap says of each', async () => {
    const { page } = trawl;
    const entries = ['/shop/1', '/shop/2', '/blog/1'].map(
      (path) => `<url><loc>http://127.0.0.1${path}</loc><lastmod>2026-03-04</lastmod></url>`,
    );
    const server = createServer(({ url, headers: { host } }, response) => {
      if (url === '/robots.txt') {
        response.end(`Sitemap: http://${host}/map.xml\nSitemap: http://${host}/gone.xml\n`);
      } else if (url === '/map.xml') response.end(`<urlset>${entries.join('')}</urlset>`);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await press('From a sitemap…');
      const asked = page.getByRole('dialog', { name: 'A list from sitemaps' });
      const { port } = server.address() as AddressInfo;
      await asked.getByLabel('Address', { exact: true }).fill(`http://127.0.0.1:${port}`);
      await asked.getByRole('button', { name: 'Count pages' }).click();
      await asked.getByText('3 pages in 2 sitemaps').waitFor();
      await asked.getByText('The page does not exist (404).').waitFor();
      await asked.getByLabel('Only addresses that contain').fill('/shop/');
      await asked.getByRole('button', { name: 'Count pages' }).click();
      await asked.getByText('1 left out, since their addresses do not match.').waitFor();
      await asked.getByRole('button', { name: 'Take 2 pages' }).click();
      await says(/^3 records = 2 requests \+ 1 header$/);
      await says(
        /^Read as a table: comma, with a header, URLs in the column "url", 2 carried along$/,
      );
      expect(await editor().textContent()).toContain(`"http://127.0.0.1:${port}/map.xml"`);
      expect(trawl.takeTroubles()).toEqual([]);
    } finally {
      server.close();
    }
  });
});
