import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { enlargeRun } from '../../scripts/large-run.mjs';
import { openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { runWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { until } from './support/until.ts';

/** A run of a million lines: its grid scrolls to the last line, sorts and finds. */

watchApps();
const folder = folderForTests();
const lineCount = 1_000_000;
let trawl: Trawl;

beforeAll(async () => {
  const job = await writeJob(folder, {
    version: 2,
    name: 'Large',
    urls: ['http://127.0.0.1:9/'],
    fields: [
      { name: 'name', css: 'h1' },
      { name: 'price', css: '.price' },
    ],
    options: { retries: 0 },
  });
  const dataFolder = join(folder, 'data');
  await runWords(['run', job, '--quiet'], { dataFolder });
  const runs = join(dataFolder, 'runs');
  const [run = ''] = readdirSync(runs);
  enlargeRun(join(runs, run), lineCount);
  trawl = await openTrawl({ dataFolder, args: [job] });
  await showTab(trawl, 'Run');
  await trawl.page.getByText('1,000,000 lines').waitFor();
});

const row = (index: number) => trawl.page.locator(`[role=row][row-index="${index}"]`);

describe('a run of a million lines', () => {
  it('scrolls to its last line, and to the middle', async () => {
    const { page } = trawl;
    await row(0).getByText('Goods No. 0000001').waitFor();
    await page.getByRole('gridcell').nth(1).click();
    await page.keyboard.press('ControlOrMeta+End');
    await row(lineCount - 1)
      .getByText('1,000,000', { exact: true })
      .waitFor();
    await row(lineCount - 2)
      .getByText('Goods No. 0999999')
      .waitFor();
    // Drags the scrollbar to the middle, in several events like a hand.
    const bar = page.locator('.ag-body-vertical-scroll-viewport');
    const middle = row(lineCount / 2).getByText('Goods No. 0500001');
    await until(async () => {
      await bar.evaluate((element) => {
        const middle = element.scrollHeight / 2;
        element.scrollTop = middle + (element.scrollTop === middle ? 1 : 0);
      });
      return middle.isVisible();
    }, 'the line in the middle is there');
  });

  it('sorts by a field, either way', async () => {
    const { page } = trawl;
    const name = page.getByRole('columnheader', { name: 'name' });
    await name.click();
    await page.keyboard.press('ControlOrMeta+Home');
    await row(0).getByText('0000001').waitFor();
    await name.click();
    await row(0).getByText('Goods No. 0999999').waitFor();
    await row(2).getByText('Goods No. 0999997').waitFor();
  });

  it('finds what is asked for, and narrows down to the failed ones', async () => {
    const { page } = trawl;
    const find = page.getByRole('textbox', { name: 'Find in any column' });
    await find.fill('No. 0777777');
    await page.getByText('1 line', { exact: true }).waitFor();
    await row(0).getByText('Goods No. 0777777').waitFor();
    await find.fill('');
    await page.getByRole('combobox', { name: 'Show which lines' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await page.getByText('1,000 lines', { exact: true }).waitFor();
    await row(0)
      .getByText(/The page does not exist/)
      .waitFor();
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
