import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { asked } from './support/asked.ts';
import { folderForTests } from './support/folder.ts';
import { inPage } from './support/in-page.ts';
import { writeNumberedJob } from './support/numbered-pages.ts';
import { enginePid } from './support/processes.ts';
import { until } from './support/until.ts';

watchApps();
const folder = folderForTests();
const pageCount = 600;
let site: CountingSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startCountingSite(40);
  const urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
  trawl = await openTrawl({ args: [await writeNumberedJob(folder, 'Watched', urls)] });
});
afterAll(() => site.close());

/**
 * Ends the page's process as a defect in it would; returns the text that main then shows in a native dialog.
 */
async function crashPage({ app, page }: Trawl): Promise<readonly string[]> {
  const told = await app.evaluateHandle(({ dialog }) => {
    const sentences: string[] = [];
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { message, detail } = given.at(-1) as { message: string; detail: string };
      sentences.push(`${message} ${detail}`);
      return { response: 0, checkboxChecked: false };
    };
    return sentences;
  });
  const crashed = page.waitForEvent('crash');
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await crashed;
  await until(async () => (await told.jsonValue()).length > 0, 'main says so');
  return told.jsonValue();
}

/** The text in the window, and the job and tab that it shows. */
const whatIsShown = () =>
  asked(() =>
    inPage(trawl, () => ({
      text: document.body.innerText,
      job: document.querySelector<HTMLInputElement>('input[aria-label="Name of the job"]')?.value,
      tab: document.querySelector('[role=tab][aria-selected=true]')?.textContent ?? '',
    })),
  );

describe("when the page's process crashes in the midst of a run", () => {
  it('the window is there again as it was, and says so; the run does not notice', async () => {
    const { page } = trawl;
    // A new window would show something else.
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: 'New job' }).first().click();
    await page
      .getByRole('button', { name: /^Watched/ })
      .first()
      .click();
    await showTab(trawl, 'Run');
    await until(() => site.answers() > 40, 'the run is under way');
    const engine = await enginePid(trawl);

    expect(await crashPage(trawl)).toEqual([
      'The window ended by itself and was opened again. Your jobs are saved, and runs that were going on go on.',
    ]);
    await until(async () => {
      const { job, tab, text } = await whatIsShown();
      return job === 'Watched' && /^Run/.test(tab) && /\nRunning, \d+%\n/.test(text);
    }, 'the window shows the run');
    expect(site.answers()).toBeLessThan(pageCount);
    await until(async () => (await whatIsShown()).text.includes(`${pageCount} done`), 'it ends');
    expect(await enginePid(trawl)).toBe(engine);
    // No page was fetched again: the run did not stop.
    expect(site.answers()).toBe(pageCount);
  });
});
