import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';

/** Every screen checked by axe-core, in light and dark. */

watchApps();
const folder = folderForTests();
let site: SampleSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  const [shop] = site.origins;
  const job = await writeJob(folder, {
    version: 2,
    name: 'Looked at',
    urls: [`${shop}/product/1`, `${shop}/product/2`, `${shop}/product/404`, 'no url'],
    fields: [
      { name: 'title', css: 'h1' },
      { name: 'tags', css: '.tag', all: true },
    ],
    options: { retries: 0 },
  });
  trawl = await openTrawl({ args: [job] });
});
afterAll(() => site.close());

/** The serious findings on the current screen, in both colour schemes. */
async function problems(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await trawl.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await trawl.page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    // Without this setting, axe finishes its work in a second page, which Electron does not open.
    const axe = new AxeBuilder({ page: trawl.page }).setLegacyMode(true);
    const { passes, violations } = await axe.analyze();
    // The check has examined something.
    expect(passes.length).toBeGreaterThan(10);
    for (const { impact, id, help, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      const places = nodes.map(({ target, failureSummary }) => `${target} (${failureSummary})`);
      found.push(`${colorScheme}: ${id}, ${help}: ${places.slice(0, 5).join('; ')}`);
    }
  }
  return found;
}

describe('the window is accessible', () => {
  it('on the URLs tab, with the lines that are not read', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: '1 not read' }).click();
    await page.getByRole('region', { name: 'Lines that are not read' }).waitFor();
    expect(await problems()).toEqual([]);
  });

  it('on the Fields tab, with a preview and a problem', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Fields');
    await page.getByRole('button', { name: 'Fetch the page' }).click();
    await page.getByText('One row from this page').waitFor();
    await page.getByRole('textbox', { name: 'Selector of tags' }).fill('.tag[');
    await page.getByRole('alert').first().waitFor();
    expect(await problems()).toEqual([]);
    await page.getByRole('textbox', { name: 'Selector of tags' }).fill('.tag');
    await page.getByRole('button', { name: 'Suggest fields…' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await problems()).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('on the Options tab, with a problem', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Options');
    await page.getByRole('textbox', { name: 'Retries' }).fill('99');
    await page.getByText('Type a number from 0 to 20.').waitFor();
    expect(await problems()).toEqual([]);
    await page.getByRole('button', { name: 'Reset Retries' }).click();
  });

  it('on the Run tab: before a run, its results, details, errors and hosts', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Run');
    expect(await problems()).toEqual([]);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('Finished, 1 failed').first().waitFor();
    await page.getByRole('gridcell').nth(1).dblclick();
    await page.getByRole('complementary', { name: 'Details of the line' }).waitFor();
    expect(await problems()).toEqual([]);
    await page.getByRole('tab', { name: /^Errors/ }).click();
    expect(await problems()).toEqual([]);
    await page.getByRole('tab', { name: 'Hosts' }).click();
    expect(await problems()).toEqual([]);
  });

  it('in the Lab: its forms, with a problem, and what was measured', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.getByRole('heading', { name: 'Lab' }).waitFor();
    const number = (name: string) => page.getByRole('textbox', { name, exact: true });
    await number('Rounds').fill('99');
    await page.getByText('From 1 to 10.').waitFor();
    expect(await problems()).toEqual([]);
    await number('Rounds').fill('1');
    await number('Pages').fill('40');
    await page.getByRole('button', { name: 'Measure' }).click();
    await page.getByText(/^Round 1 of 1/).waitFor();
    await page.getByRole('button', { name: 'Export table…' }).waitFor();
    expect(await problems()).toEqual([]);
    await page.getByRole('tab', { name: 'Tune' }).click();
    await number('Up to').fill('2');
    await page.getByRole('button', { name: 'Measure' }).click();
    await page.getByText(/^(The knee is|Still faster) at/).waitFor();
    expect(await problems()).toEqual([]);
    await page.getByRole('button', { name: /^Looked at/ }).click();
  });

  it('in its dialogs and menus', async () => {
    const { page } = trawl;
    for (const opener of ['Export…', 'Settings']) {
      await page.getByRole('button', { name: opener, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      expect(await problems()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'More for this job' }).click();
    await page.getByRole('menu').waitFor();
    expect(await problems()).toEqual([]);
  });
});
