import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { answerDialogs, openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { filesWith } from './support/files-with.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { logInAtSample } from './support/log-in.ts';
import { readTable } from './support/table.ts';

/**
 * A person logs in at a site in a window of the app, loses the session in mid-run, logs in again and goes on.
 * The table equals what the site holds, and the log-in shows up nowhere.
 */

watchApps();
const folder = folderForTests();
const dataFolder = join(folder, 'data');
const paths = [
  ...Array.from({ length: 40 }, (_, index) => `/customer/${index + 1}`),
  ...Array.from({ length: 20 }, (_, index) => `/club/${index + 1}`),
];
let site: SampleSite;
let trawl: Trawl;
const tokens: string[] = [];

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0.5 });
  const job = await writeJob(folder, {
    version: 2,
    name: 'Customers',
    urls: paths.map((path) => site.origins[0] + path),
    fields: [
      { name: 'title', css: 'h1' },
      { name: 'price', css: '.price', clean: [{ match: '([0-9.]+)' }] },
    ],
    options: { concurrency: 4 },
  });
  trawl = await openTrawl({ dataFolder, args: [job] });
});
afterAll(() => site.close());

async function logIn(pages: number): Promise<void> {
  const { token, before } = await logInAtSample(trawl, site.origins[0], pages);
  // A window that is opened again begins with what the last one has left.
  expect(before).toBe(tokens.at(-1) ?? null);
  tokens.push(token);
}

const started = () => trawl.page.getByRole('button', { name: 'Start', exact: true });

describe('a log-in that ends in mid-run', () => {
  it('is made in a window of the app, and kept with the job', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Options');
    await page.getByRole('button', { name: 'Log-in', exact: true }).click();
    await logIn(30);
    await page.getByText(/^Logged in on /).waitFor();
    await page.getByText(/^Kept for 127\.0\.0\.1 \(1\)\.$/).waitFor();
    await page.getByPlaceholder('That of the log-in window').waitFor();
  });

  it('lets the run go on until the session ends, and the run says so', async () => {
    const { page } = trawl;
    await started().click();
    const { host } = new URL(site.origins[0]);
    await page
      .getByText(
        new RegExp(`^${host} asks for a log-in again since \\d\\d:\\d\\d: \\d+ pages? (is|are)`),
      )
      .waitFor();
    await page.getByText('30 done', { exact: true }).waitFor();
    expect(await page.getByRole('gridcell', { name: 'Log in' }).count()).toBe(0);
  });

  it('is made again, and the run goes on to its end', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Log in again…' }).click();
    await logIn(1000);
    await page.getByRole('button', { name: 'Resume' }).first().click();
    await page.getByText('Finished', { exact: true }).first().waitFor();
    await page.getByText(`${paths.length} done`, { exact: true }).waitFor();
  });

  it('gives the table that the site holds, without a row of a log-in page', async () => {
    const { page } = trawl;
    const out = join(folder, 'customers.csv');
    await answerDialogs(trawl, { save: out });
    await page.getByRole('button', { name: 'Export…', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
    await page.getByText(`${paths.length} rows in customers.csv`).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    const rows = readTable(out).rows.map(({ url, title, price }) => ({ url, title, price }));
    const expected = paths.map((path) => {
      const url = site.origins[0] + path;
      const held = site.expected(url);
      const record = held?.kind === 'ok' ? held.record : null;
      return { url, title: record?.title, price: record?.price };
    });
    const byUrl = (a: { url?: string | undefined }, b: typeof a) =>
      String(a.url).localeCompare(String(b.url));
    expect(rows.toSorted(byUrl)).toEqual(expected.toSorted(byUrl));
    expect(readFileSync(out, 'utf8')).not.toContain(tokens[1]);
  });

  it('stands in no file but the run, and nowhere on the screen', async () => {
    const { page } = trawl;
    expect(tokens.map((token) => token.length)).toEqual([36, 36]);
    for (const secret of tokens) {
      expect(filesWith(dataFolder, secret).filter((file) => !file.startsWith('runs'))).toEqual([]);
    }
    for (const tab of ['URLs', 'Fields', 'Options', 'Run'] as const) {
      await showTab(trawl, tab);
      const shown = await page.content();
      for (const token of tokens) expect(shown).not.toContain(token);
    }
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('is forgotten by “Log out”', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Options');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByText('you log in at the site in a window of Trawl').waitFor();
    expect(await page.getByText(/^Kept for/).count()).toBe(0);
  });
});
