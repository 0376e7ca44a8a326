// @ts-check
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { answerDialogs, pasteText } from './hands.mjs';

/**
 * Lists of every kind, with every kind of line: typed, pasted from a spreadsheet, opened.
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function lists({ app, page, dataFolder }, shoot) {
  await page.getByRole('button', { name: 'New job' }).click();
  await page.getByText('No URLs yet').waitFor();
  await page.getByRole('textbox', { name: 'URLs, one per line' }).click();
  await pasteText(app, page, lines);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.getByRole('button', { name: '3 not read' }).click();
  await shoot('70-list-with-every-kind-of-line');
  await page.getByRole('button', { name: '3 not used whole' }).click();
  await page.getByRole('switch', { name: 'Patterns' }).click();
  await page.getByText(/would make/).waitFor();
  await shoot('71-list-patterns-off');

  await newList(page);
  await pasteText(app, page, cells);
  await page.getByRole('dialog').waitFor();
  await shoot('72-list-of-cells');
  await page.getByRole('button', { name: 'Read as a table' }).click();
  await page.getByText(/^Read as a table: tab, with a header/).waitFor();
  await page.getByRole('button', { name: '2 not read' }).click();
  await shoot('73-list-read-as-a-table');

  const wide = join(dataFolder, 'wide.csv');
  await writeFile(wide, wideTable);
  await answerDialogs(app, { open: wide });
  await page.getByRole('button', { name: 'Open file…' }).click();
  await page.getByRole('dialog').waitFor();
  await shoot('74-list-with-many-columns');
  await page.getByRole('button', { name: 'Read as a table' }).click();
  await page.getByText(/^Only 500 of 620/).waitFor();
  await shoot('75-list-with-columns-left-behind');

  const index = join(dataFolder, 'sitemap-index.xml.gz');
  await writeFile(index, gzipSync(sitemapIndex));
  await answerDialogs(app, { open: index });
  await page.getByRole('button', { name: 'Open file…' }).click();
  await page.getByText(/^Read as an index of sitemaps/).waitFor();
  await shoot('76-list-from-an-index-of-sitemaps');
  await fromSitemaps(page, shoot);
}

/** @type {(page: import('playwright').Page, shoot: import('./camera.mjs').Shoot) => Promise<void>} */
async function fromSitemaps(page, shoot) {
  const server = createServer(({ url, headers: { host } }, response) => {
    const maps = ['products', 'articles', 'gone'].map((name) => `http://${host}/${name}.xml`);
    const pages = Array.from({ length: 1200 }, (_, at) => `http://${host}${url}/${at}`);
    if (url === '/robots.txt') response.end(maps.map((map) => `Sitemap: ${map}\n`).join(''));
    else if (url === '/gone.xml') response.writeHead(404).end();
    else
      response.end(
        `<urlset><url><loc>${pages.join('</loc></url><url><loc>')}</loc></url></urlset>`,
      );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  await page.getByRole('button', { name: 'From a sitemap…' }).click();
  const dialog = page.getByRole('dialog', { name: 'A list from sitemaps' });
  await dialog.waitFor();
  await shoot('77-sitemaps-asked-for');
  await dialog.getByLabel('Address', { exact: true }).fill(`http://127.0.0.1:${address.port}`);
  await dialog.getByLabel('Only addresses that contain').fill('/products');
  await dialog.getByLabel('Only pages changed since').fill('2026-03-04');
  await dialog.getByRole('button', { name: 'Count pages' }).click();
  await dialog.getByText('1,200 pages in 3 sitemaps').waitFor();
  await shoot('78-sitemaps-found');
  await dialog.getByRole('button', { name: 'Take 1,200 pages' }).click();
  await page.getByText(/^1,201 records/).waitFor();
  await shoot('79-list-from-sitemaps');
  server.close();
}

/** @param {import('playwright').Page} page */
async function newList(page) {
  await page.getByRole('textbox', { name: 'URLs, one per line' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.getByText('No URLs yet').waitFor();
}

const lines = [
  '# A list as it comes out of mails, documents and tables',
  '',
  'https://example.com/catalogue/lamps',
  'example.com/catalogue/ropes?sort=price',
  'https://example.com/catalogue/lamps',
  '- [Anchors](https://example.com/catalogue/anchors)',
  'https://example.org/page/[1-100]',
  'https://example.org/{red,green,blue}/[a-c].html',
  'https://example.com/docs/Managing Domains.html',
  'See https://example.com/a and, if there is time, https://example.com/b.',
  'mailto:harbour@example.com',
  'https://example.com:99999/',
  'the shop with the blue door',
  'https://münchen.example/straße/weiße-möwe',
  'localhost:8080/status',
  '',
  '# The rest',
  ...Array.from({ length: 40 }, (_, index) => `https://example.com/goods/${index + 1}`),
  '',
].join('\n');

const cells = [
  'id\tname\taddress\tremark',
  ...Array.from(
    { length: 20 },
    (_, index) =>
      `${1000 + index}\t"Goods, No. ${index + 1}"\thttps://example.com/goods/${index + 1}\t${index % 3 ? '' : '"of two\nlines"'}`,
  ),
  '',
  '1020\tGoods without an address\t\t',
  '1021\tGoods with a wrong one\thttps://example.com:99999/\t',
].join('\r\n');

const wideTable = [
  ['link', ...Array.from({ length: 620 }, (_, index) => `figure ${index + 1}`)].join(','),
  ...Array.from({ length: 12 }, (_, row) =>
    [`https://example.com/${row}`, ...Array.from({ length: 620 }, (_, at) => row * at)].join(','),
  ),
].join('\n');

const sitemapIndex = `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${Array.from(
  { length: 12 },
  (_, index) => `  <sitemap>
    <loc>https://example.com/sitemap-${index + 1}.xml.gz</loc>
    <lastmod>2026-03-${10 + index}</lastmod>
  </sitemap>`,
).join('\n')}
  <sitemap><lastmod>2026-04-01</lastmod></sitemap>
</sitemapindex>
`;
