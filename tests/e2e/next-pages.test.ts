import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTrawl, watchApps } from './support/app.ts';
import { runWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';

watchApps();
const folder = folderForTests();
const pages = 6;
const lamps = 4;
let server: Server;
let origin = '';

/** A shop of six pages; the link to the next one is told from the other by its words alone. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const number = Number(new URL(request.url ?? '', 'http://x').searchParams.get('p') ?? 1);
    const items = Array.from({ length: lamps }, (_, at) => `<li>Lamp ${number}.${at + 1}</li>`);
    const link = (to: number, words: string) =>
      to < 1 || to > pages ? '' : `<a href="/lamps?p=${to}">${words}</a>`;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<ul>${items.join('')}</ul><p>${link(number - 1, '‹ Zurück')} ${link(number + 1, 'Weiter ›')}</p>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('follows the pages of a list in the window: offered, taken by a click, and exported in their order', async () => {
  const job = {
    version: 2 as const,
    name: 'Lamps',
    urls: [`${origin}/lamps`],
    each: 'li',
    fields: [{ name: 'lamp' }],
  };
  const trawl = await openTrawl({ args: [await writeJob(folder, job)] });
  const { page, dataFolder } = trawl;
  await page.getByRole('tab', { name: /^Fields/ }).click();
  await page.getByRole('button', { name: 'Fetch', exact: true }).click();
  await page.getByText(/^Only the pages of the list are fetched\. This page leads to /).waitFor();
  await page.getByRole('button', { name: 'Follow it' }).click();
  await page.getByText(`Leads to ${origin}/lamps?p=2`).waitFor();
  await expect.poll(() => page.getByLabel('Next page', { exact: true }).inputValue()).toBe('xpath');

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('Finished', { exact: true }).first().waitFor();
  await page.getByText(`${pages} done`, { exact: true }).waitFor();
  expect(trawl.takeTroubles()).toEqual([]);
  const table = `${folder}/lamps.csv`;
  expect((await runWords(['export', 'last', '--out', table], { dataFolder })).code).toBe(0);
  const lines = (await readFile(table, 'utf8')).trim().split('\n').slice(1);
  expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual(
    Array.from({ length: pages * lamps }, (_, at) => {
      const number = Math.floor(at / lamps) + 1;
      const url = number === 1 ? `${origin}/lamps` : `${origin}/lamps?p=${number}`;
      return [url, `Lamp ${number}.${(at % lamps) + 1}`];
    }),
  );
  await trawl.close();
});
