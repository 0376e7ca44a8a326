import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { answerDialogs, openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { readTable } from './support/table.ts';
import { until } from './support/until.ts';

/** A page whose values would run as code if they were not treated as text, shown wherever values are shown. */

watchApps();
const folder = folderForTests();
let site: SampleSite;
let trawl: Trawl;
let signs: { readonly requests: readonly string[]; readonly dialogs: readonly string[] };

const markup = '<img src=x onerror="window.hostileRan=true"> Free anchor';
const script = '<script>window.hostileRan=true</script>';
const code = 'javascript:window.hostileRan=true';

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  const file = await writeJob(folder, {
    version: 2,
    // The names of jobs and fields also come from files of strangers.
    name: markup,
    urls: [`${site.origins[0]}/hostile`],
    fields: [
      { name: 'title', css: 'h1' },
      {
        name: '<b onclick="window.hostileRan=true">description</b>',
        css: 'meta',
        take: 'attr:content',
      },
      { name: 'tags', css: '.tag', all: true },
      { name: 'html', css: 'main', take: 'html' },
      { name: 'canonical', css: 'link[rel=canonical]', take: 'attr:href' },
    ],
  });
  trawl = await openTrawl({ args: [file] });
  signs = watch(trawl.page);
});
afterAll(() => site.close());

/** The traces that a script would leave if it ran. */
function watch(page: Page): typeof signs {
  const requests: string[] = [];
  const dialogs: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return { requests, dialogs };
}

async function expectNothingRan(): Promise<void> {
  const { page } = trawl;
  expect(await page.evaluate(() => 'hostileRan' in window)).toBe(false);
  expect(
    await page.evaluate(() => document.querySelector('iframe, object, [onerror], [onload]')),
  ).toBe(null);
  const links = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(({ href }) => href),
  );
  expect(links.filter((href) => !/^(https?|app):/.test(href))).toEqual([]);
  expect(signs.dialogs).toEqual([]);
  expect(signs.requests.filter((url) => !url.startsWith('app://trawl/'))).toEqual([]);
  expect(page.url()).toBe('app://trawl/index.html');
  expect(trawl.takeTroubles()).toEqual([]);
}

describe('a hostile page', () => {
  it('is only text in the list of jobs and in the title', async () => {
    await trawl.page.getByRole('navigation').getByText(markup).waitFor();
    await expectNothingRan();
  });

  it('is only text in the preview and among the suggestions', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Fields');
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByRole('button', { name: 'Fetch the page' }).click();
    await preview.getByText(markup, { exact: true }).waitFor();
    await preview.getByText(script).first().waitFor();
    await preview.getByText(code, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Suggest fields…' }).click();
    await page.getByRole('dialog').getByText('Free anchor').first().waitFor();
    await expectNothingRan();
    await page.keyboard.press('Escape');
  });

  it('is only text in the grid, its tooltips and the details', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const cell = page.getByRole('gridcell', { name: markup, exact: true });
    await cell.hover();
    await expectNothingRan();
    await cell.dblclick();
    const detail = page.getByRole('complementary', { name: 'Details of the line' });
    await detail.getByText(markup, { exact: true }).waitFor();
    await detail.getByText(code, { exact: true }).waitFor();
    await detail.getByText(script).first().waitFor();
    await expectNothingRan();
  });

  it('is only text in one value that is copied, from the grid, the details or by selecting', async () => {
    const { page, app } = trawl;
    const tags = "'+1+1 | '-2+3 | '@SUM(A1:A9)";
    const expectCopied = async (by: () => Promise<unknown>): Promise<void> => {
      await app.evaluate(({ clipboard }) => clipboard.writeText('before'));
      await by();
      await until(async () => {
        const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
        if (copied !== 'before') expect(copied.slice(0, tags.length)).toBe(tags);
        return copied !== 'before';
      }, 'the value is copied');
    };
    await page.getByRole('gridcell', { name: /^\+1\+1/ }).click();
    await expectCopied(() => page.keyboard.press('ControlOrMeta+C'));
    const detail = page.getByRole('complementary', { name: 'Details of the line' });
    const value = detail.getByText(/^\+1\+1/);
    await value.hover();
    await expectCopied(() => detail.getByRole('button', { name: 'Copy tags' }).click());
    await value.selectText();
    await expectCopied(() => page.keyboard.press('ControlOrMeta+C'));
  });

  it('is only text in what is copied and exported', async () => {
    const { page, app } = trawl;
    await page.getByRole('button', { name: /^Copy these lines/ }).click();
    await page.getByText('1 line copied.').waitFor();
    const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toContain("'+1+1 | '-2+3 | '@SUM(A1:A9)");

    const out = join(folder, 'hostile.csv');
    await answerDialogs(trawl, { save: out });
    await page.getByRole('button', { name: 'Export…', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
    await page.getByText('1 row in hostile.csv').waitFor();
    const [row] = readTable(out).rows;
    expect(row).toMatchObject({ title: markup, canonical: code });
    expect(row?.['tags']).toMatch(/^'\+1\+1 \| '-2\+3 \| '@SUM/);
    await expectNothingRan();
  });
});
