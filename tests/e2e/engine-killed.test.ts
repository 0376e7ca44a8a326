import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { answerDialogs, openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { readTable } from './support/table.ts';
import { until } from './support/until.ts';

watchApps();
const folder = folderForTests();
const pageCount = 600;
let site: CountingSite;
let trawl: Trawl;
let urls: string[] = [];

beforeAll(async () => {
  site = await startCountingSite(20);
  urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
  const fields = [{ name: 'title', css: 'h1' }];
  const options = { concurrency: 4, perHost: 4 };
  const job = await writeJob(folder, { version: 1, name: 'Numbered', urls, fields, options });
  trawl = await openTrawl({ args: [job] });
});
afterAll(() => site.close());

/** The process ids of the engine, as Electron counts its processes. */
function enginePids({ app }: Trawl): Promise<number[]> {
  return app.evaluate((electron) =>
    electron.app
      .getAppMetrics()
      .filter(({ type, name }) => type === 'Utility' && name === 'Trawl engine')
      .map(({ pid }) => pid),
  );
}

/** Keeps every status that the window shows, however short; returns how to read them. */
async function noteWhatIsSaid({ page }: Trawl): Promise<() => Promise<readonly string[]>> {
  const notes = await page.evaluateHandle(() => {
    const said: string[] = [];
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('[role=status]')) {
        if (textContent !== null && said.at(-1) !== textContent) said.push(textContent);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    return said;
  });
  return () => notes.jsonValue();
}

const answers = () => [...site.answered.values()].reduce((sum, times) => sum + times, 0);

describe('when the engine is killed in the midst of a run', () => {
  it('says so, starts it again and goes on by itself: nothing lost, nothing twice', async () => {
    const { page } = trawl;
    const said = await noteWhatIsSaid(trawl);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    for (const goal of [100, 250]) {
      await until(() => answers() >= goal, `${goal} pages were fetched`);
      const [pid = 0, ...others] = await enginePids(trawl);
      expect(others).toEqual([]);
      process.kill(pid, 'SIGKILL');
      await until(async () => {
        const [now = pid] = await enginePids(trawl);
        return now !== pid;
      }, 'there is a new engine');
      await page.getByText('is running again, and the run goes on.').first().waitFor();
    }
    await page.getByRole('tab', { name: /^Run/ }).waitFor();
    await page.getByText('Finished', { exact: true }).first().waitFor();
    await page.getByText(`${pageCount} done`, { exact: true }).waitFor();

    const out = join(folder, 'table.csv');
    await answerDialogs(trawl, { save: out });
    await showTab(trawl, 'Run');
    await page.getByRole('button', { name: 'Export…', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
    await page.getByText(`${pageCount} rows in table.csv`).waitFor();
    expect(await said()).toContain(
      'The part of Trawl that fetches pages ended by itself and is being started again. Nothing that was done is lost.',
    );
    expect(readTable(out).rows).toEqual(
      urls.map((url) => ({
        url,
        title: `Title of ${new URL(url).pathname}`,
        status: '200',
        final_url: url,
        error: '',
      })),
    );
    // Fetched again is only what was not yet committed: at most 250 ms of it, twice.
    expect(answers()).toBeLessThan(pageCount + 2 * 150);
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('leaves the window whole: a preview and another run work at once', async () => {
    const { page } = trawl;
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    const [pid = 0] = await enginePids(trawl);
    process.kill(pid, 'SIGKILL');
    await showTab(trawl, 'Fields');
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByRole('button', { name: 'Fetch the page' }).click();
    await preview.getByText('Title of /page/1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText(/^[1-9]\d* done$/).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText(/^Stopped with \d+ pages left/).waitFor();
  });
});
