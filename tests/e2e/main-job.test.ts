import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SampleColumn } from '../../electron/sample-site/record.ts';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import {
  answerDialogs,
  newJob,
  openTrawl,
  paste,
  showTab,
  type Trawl,
  watchApps,
} from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { productUrls } from './support/job-files.ts';
import { expectWhatTheSiteHolds } from './support/sample-table.ts';
import { readTable } from './support/table.ts';
import { unchanged, until } from './support/until.ts';

/** One job from the first paste to the table, in a newcomer's steps; each step builds on the one before. */

watchApps();
const folder = folderForTests();
let site: SampleSite;
let trawl: Trawl;
let urls: readonly string[] = [];

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  const [shop, press] = site.origins;
  urls = [
    ...productUrls(site, 60),
    `${shop}/product/404`,
    `${shop}/product/500`,
    `${shop}/p/61`,
    `${shop}/latin1`,
    `${shop}/coded/br`,
    `${shop}/hostile`,
    `${press}/article/1`,
  ];
  trawl = await openTrawl();
});
afterAll(() => site.close());

const columns: readonly SampleColumn[] = ['title', 'description', 'price', 'in_stock', 'tags'];

describe('the main job', () => {
  it('begins with a new job that is named', async () => {
    const { page } = trawl;
    await newJob(trawl);
    const name = page.getByRole('textbox', { name: 'Name of the job' });
    await name.fill('Harbour goods');
    await page
      .getByRole('button', { name: /Harbour goods/, pressed: false })
      .first()
      .waitFor();
  });

  it('takes a paste of URLs and counts them', async () => {
    const { page } = trawl;
    await showTab(trawl, 'URLs');
    await paste(trawl, [...urls, urls[0], 'not a url'].join('\n'));
    await page.getByText(`${urls.length + 1} URLs`).waitFor();
    await page.getByText('1 duplicate', { exact: true }).waitFor();
    await page.getByRole('button', { name: '1 not read' }).click();
    await page.getByRole('button', { name: /^Line 69 not a url/ }).click();
    // The click has selected the line: typed text replaces it.
    await page.keyboard.type('# that was no URL');
    await page.getByRole('button', { name: '1 not read' }).waitFor({ state: 'detached' });
  });

  it('shows while fields are typed what they yield on a page', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Fields');
    const rules: readonly (readonly [SampleColumn, string, string?, string?])[] = [
      ['title', 'h1'],
      ['description', 'meta[name=description]', 'attr', 'content'],
      ['price', '.price'],
      ['in_stock', '.in-stock', 'exists'],
      ['tags', '.tag'],
    ];
    for (const [place, [name, css, take, attribute]] of rules.entries()) {
      await page
        .getByRole('button', { name: /^Add (a )?field$/ })
        .last()
        .click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).nth(place).fill(name);
      await page.getByRole('textbox', { name: `Selector of ${name}` }).fill(css);
      const kind = page.getByRole('combobox', { name: `What to take for ${name}` });
      if (take) await kind.selectOption(take);
      if (attribute)
        await page.getByRole('textbox', { name: `Attribute of ${name}` }).fill(attribute);
    }
    await page.getByRole('textbox', { name: 'Regular expression of price' }).fill('([0-9.]+)');
    await page.getByRole('checkbox', { name: 'Join all matches of tags' }).check();

    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByRole('button', { name: 'Fetch the page' }).click();
    const expected = site.expected(urls[0] ?? '');
    if (expected?.kind !== 'ok') throw new Error('The first page must be one that is there.');
    for (const column of columns) {
      await preview.getByText(expected.record[column], { exact: true }).first().waitFor();
    }
    const selector = page.getByRole('textbox', { name: 'Selector of title' });
    await selector.fill('h1[');
    await page
      .getByRole('alert')
      .getByText('The selector ends where a name should follow.')
      .waitFor();
    await selector.fill('h1:has(*), h1');
    await page.getByText('Builds a tree: :has in field title').waitFor();
    await selector.fill('h1');
    await page.getByText('Fast path: read in one pass').waitFor();
    await preview.getByText(expected.record.title, { exact: true }).first().waitFor();
  });

  it('runs, pauses and resumes', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Options');
    await page.getByRole('textbox', { name: 'Pause per host' }).fill('60');
    await page.getByRole('textbox', { name: 'At once', exact: true }).fill('4');
    await page.getByRole('button', { name: 'Start', exact: true }).click();

    const progress = page.getByRole('progressbar', { name: 'Pages fetched' });
    const percent = async () => Number(await progress.getAttribute('aria-valuenow'));
    await until(async () => (await percent()) >= 10, 'the run is under way');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText(/^Paused with \d+ pages left/).waitFor();
    await page
      .getByRole('gridcell', { name: /\/product\/1$/ })
      .first()
      .waitFor();
    // Ten times as long as the pause between two pages.
    await unchanged(() => page.getByText(/^\d+ done$/).textContent(), 600);
    expect(await percent()).toBeLessThan(100);

    await page.getByRole('button', { name: 'Resume' }).first().click();
    await page.getByText('Finished, 1 failed').first().waitFor();
    expect(await percent()).toBe(100);
    await page.getByText(`${urls.length - 1} done`, { exact: true }).waitFor();
  });

  it('shows its rows: finds, sorts and opens them', async () => {
    const { page } = trawl;
    const lines = page.getByText(/^[\d,]+ lines?$/);
    await page.getByRole('textbox', { name: 'Find in any column' }).fill('/latin1');
    await page.getByText('1 line', { exact: true }).waitFor();
    await page.getByRole('gridcell', { name: /Café “Zur Möwe”/ }).dblclick();
    const detail = page.getByRole('complementary', { name: 'Details of the line' });
    await detail.getByText('windows-1252').first().waitFor();
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });

    await page.getByRole('textbox', { name: 'Find in any column' }).fill('');
    await until(async () => (await lines.first().textContent()) === `${urls.length} lines`, 'all');
    await page.getByRole('columnheader', { name: 'title' }).click();
    const first = urls
      .map((url) => site.expected(url))
      .flatMap((page) => (page?.kind === 'ok' ? [page.record.title] : []));
    const smallest =
      first.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))[0] ?? '';
    await page.locator('[row-index="0"]').getByText(smallest).waitFor();
  });

  it('exports a table that equals what the site holds', async () => {
    const { page } = trawl;
    const out = join(folder, 'harbour.csv');
    await answerDialogs(trawl, { save: out });
    await page.getByRole('button', { name: 'Export…', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
    await page.getByText(`${urls.length} rows in harbour.csv`).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    expectWhatTheSiteHolds(readTable(out), urls, site, columns);
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
