import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleUrls } from '../../electron/sample-site/sample-job.ts';
import { defaultSampleOrigins } from '../../electron/sample-site/site.ts';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { answerDialogs, openTrawl, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { expectWhatTheSiteHolds } from './support/sample-table.ts';
import { readTable } from './support/table.ts';

watchApps();
const folder = folderForTests();
let trawl: Trawl | undefined;
afterEach(() => trawl?.close());

/** The address of the app's own sample site, which must answer and is not served by this process. */
async function foretold(): Promise<Pick<SampleSite, 'expected'>> {
  const site = await startSampleSite({ ports: 0, latencyScale: 0 });
  await site.close();
  const toOwn = (text: string) =>
    defaultSampleOrigins.reduce(
      (url, from, index) => url.replace(from, site.origins[index] ?? ''),
      text,
    );
  const toDefault = (text: string) =>
    site.origins.reduce(
      (url, from, index) => url.replaceAll(from, defaultSampleOrigins[index] ?? ''),
      text,
    );
  return {
    expected: (url) => JSON.parse(toDefault(JSON.stringify(site.expected(toOwn(url))))),
  };
}

describe('the first start', () => {
  it('has a sample job that runs with no network, shows every kind of outcome, and exports', async () => {
    const urls = sampleUrls(defaultSampleOrigins);
    const site = await foretold();
    const outcomes = urls.map((url) => site.expected(url));
    const failures = outcomes.filter((outcome) => outcome?.kind === 'failed').length;
    const missing = outcomes.filter(
      (outcome) => outcome?.kind === 'failed' && outcome.codes.includes('HTTP_404'),
    ).length;

    trawl = await openTrawl();
    const { app, page } = trawl;
    const onTaskbar = await app.evaluateHandle(({ BrowserWindow }) => {
      const shown: number[] = [];
      const [window] = BrowserWindow.getAllWindows();
      if (window) window.setProgressBar = (part) => shown.push(part);
      return shown;
    });
    await page.getByText('400 URLs').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('gridcell').first().waitFor();
    await page.getByText(`Finished, ${failures} failed`).first().waitFor({ timeout: 120_000 });
    const parts = await onTaskbar.jsonValue();
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.at(-1)).toBe(-1);
    expect(parts.slice(0, -1)).toEqual(parts.slice(0, -1).sort((a, b) => a - b));
    await page.getByRole('tab', { name: /^Errors/ }).click();
    for (const code of ['HTTP_404', 'HTTP_410', 'HTTP_503', 'NOT_HTML']) {
      await page.getByText(code, { exact: true }).waitFor();
    }
    await page.getByText(/^(BODY|TOTAL)_TIMEOUT$/).waitFor();
    await page.getByRole('button', { name: /^Show: The page does not exist/ }).click();
    await page.getByText(`${missing} lines`, { exact: true }).waitFor();
    await page
      .getByRole('gridcell', { name: /does not exist/ })
      .first()
      .waitFor();
    await page.getByRole('tab', { name: 'Hosts' }).click();
    await page.getByRole('rowheader', { name: '127.0.0.1:17802' }).waitFor();

    const out = join(folder, 'sample.csv');
    await answerDialogs(trawl, { save: out });
    await page.getByRole('button', { name: 'Export…', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
    await page.getByText('400 rows in sample.csv').waitFor();
    expectWhatTheSiteHolds(readTable(out), urls, site);
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('keeps what is typed, and does not bring the sample back', async () => {
    const dataFolder = join(folder, 'kept');
    trawl = await openTrawl({ dataFolder });
    const { page } = trawl;
    await page.getByRole('button', { name: 'More for this job' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('A job turns a list of URLs into a table.').waitFor();
    await page.getByRole('button', { name: 'New job' }).last().click();
    await page.getByRole('textbox', { name: 'Name of the job' }).fill('Mine');
    await page.getByRole('textbox', { name: 'URLs, one per line' }).click();
    // Closed at once: no typing is lost.
    await page.keyboard.type('https://example.com/typed');
    await trawl.close();

    trawl = await openTrawl({ dataFolder });
    const again = trawl.page;
    await again.getByRole('navigation').getByRole('button', { name: /^Mine/ }).first().waitFor();
    await again.getByText('https://example.com/typed').waitFor();
    await again.getByText('1 URL', { exact: true }).waitFor();
    expect(await again.getByRole('navigation').getByText('Sample').count()).toBe(0);
  });
});
