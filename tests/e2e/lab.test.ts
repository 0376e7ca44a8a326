import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { describeTasks, watchLongTasks } from '../../scripts/page-tasks.mjs';
import { tell } from '../measured.ts';
import { answerDialogs, openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeNumberedJob } from './support/numbered-pages.ts';
import { enginePid } from './support/processes.ts';
import { parseTable } from './support/table.ts';
import { until } from './support/until.ts';

/** The Lab in the real window: it measures, stops, keeps its results, and sets a job. */

watchApps();
const folder = folderForTests();
let site: CountingSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startCountingSite(1);
  const job = await writeNumberedJob(folder, 'Numbered', [1, 2, 3, 4].map(site.url));
  trawl = await openTrawl({ args: [job] });
});
afterAll(() => site.close());

async function fill(fields: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await trawl.page.getByRole('textbox', { name, exact: true }).fill(String(value));
  }
}
const measure = () => trawl.page.getByRole('button', { name: 'Measure' }).click();
/**
 * During a measurement there is no such button. Playwright's own wait searches the whole page, on the thread
 * that is measured.
 */
const whenOver = () =>
  trawl.page.waitForFunction(
    () => [...document.querySelectorAll('button')].some((one) => one.innerText === 'Measure'),
    null,
    { polling: 500, timeout: 120_000 },
  );

describe('the Lab compares', () => {
  it('explains itself, measures every way, and shows the table', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.getByText('shows which is fastest on this computer').waitFor();
    await fill({ Pages: 40, Latency: 5, 'Page size': 2, Failing: 10, Rounds: 2 });
    const longTasks = await watchLongTasks(trawl);
    await measure();
    const race = page.getByRole('progressbar', { name: 'Event loop, this round' });
    await race.or(page.getByRole('alert')).first().waitFor();
    expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
    await whenOver();
    const tasks = await longTasks();
    tell(`the page while the Lab compares: ${describeTasks(tasks)}`);
    const approaches = await page.getByRole('rowheader').allInnerTexts();
    expect(approaches).toEqual(['Sequential', 'Threads', 'Processes', 'Event loop']);
    await page.getByText(/^The machine was /).waitFor();
    // The four failed pages of the forty are the same in every way.
    const failed = await page.locator('tbody tr td:last-child').allInnerTexts();
    expect(new Set(failed).size).toBe(1);
    expect(Number(failed[0])).toBeGreaterThan(0);
  });

  it('exports the table and a picture', async () => {
    const { page } = trawl;
    const csv = join(folder, 'lab.csv');
    await answerDialogs(trawl, { save: csv });
    await page.getByRole('button', { name: 'Export table…' }).click();
    await page.getByText(`Saved as ${csv}`).waitFor();
    const { columns, rows } = parseTable(readFileSync(csv, 'utf8'));
    expect(columns).toContain('pages_per_second');
    expect(rows.map(({ approach, rounds, pages }) => `${approach} ${rounds} ${pages}`)).toEqual([
      'Sequential 2 40',
      'Threads 2 40',
      'Processes 2 40',
      'Event loop 2 40',
    ]);
    expect(Number(rows[0]?.['times_sequential'])).toBe(1);

    const png = join(folder, 'lab.png');
    await answerDialogs(trawl, { save: png });
    await page.getByRole('button', { name: 'Export picture…' }).click();
    await page.getByText(`Saved as ${png}`).waitFor();
    const picture = readFileSync(png);
    expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
    // The first chunk holds width and height.
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([2000, 784]);
  });

  it('keeps what was measured when it is stopped in the middle, also while one is elsewhere', async () => {
    const { page } = trawl;
    await fill({ Pages: 200, Latency: 20, Rounds: 9 });
    await measure();
    await page.getByText(/^Round 1 of 9: Threads/).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Numbered/ }).click();
    await page.getByRole('textbox', { name: 'Name of the job' }).waitFor();
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/^Stopped: these are the runs/).waitFor();
    expect((await page.getByRole('rowheader').allInnerTexts())[0]).toBe('Sequential');
    expect(readdirSync(trawl.dataFolder)).not.toContain('lab');
  });

  it("asks before it measures on other people's servers, and then fetches no more than it said", async () => {
    const { page } = trawl;
    await page.getByRole('combobox', { name: 'Pages of' }).click();
    await page.getByRole('option', { name: 'A list of mine' }).click();
    await page.getByRole('checkbox', { name: 'Processes' }).uncheck();
    await page.getByRole('checkbox', { name: 'Sequential' }).uncheck();
    await fill({ Pages: 3, Rounds: 2 });
    await measure();
    const question = page.getByRole('dialog');
    await question.getByText('This makes up to 12 requests').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(site.answers()).toBe(0);
    await measure();
    await question.getByRole('button', { name: 'Measure' }).click();
    await page.getByText('"Numbered", its first 3 pages · 16 at once').waitFor();
    await whenOver();
    expect(site.answered).toEqual(
      new Map([1, 2, 3].map((number) => [`/page/${number}`, 4] as const)),
    );
  });
});

/** A computer for which four at once are few may be faster still with more. */
const endOfCurve = /^(?:The knee is|Still faster) at \d+ at once/;

describe('the Lab tunes', () => {
  it('draws the curve, marks the knee, and sets a job, which can be undone', async () => {
    const { page } = trawl;
    await page.getByRole('tab', { name: 'Tune' }).click();
    await page.getByText('marks where more is hardly faster').waitFor();
    await page.getByRole('combobox', { name: 'Pages of' }).click();
    await page.getByRole('option', { name: 'The sample site' }).click();
    await fill({ Pages: 50, Latency: 10, 'Page size': 2, Failing: 0, 'Up to': 4, Rounds: 1 });
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await whenOver();
    expect(await page.getByRole('rowheader').allInnerTexts()).toHaveLength(3);
    const sentence = await page.getByText(endOfCurve).innerText();
    const knee = Number(/\d+/.exec(sentence)?.[0]);
    expect([1, 2, 4]).toContain(knee);
    await page.locator('figure canvas').waitFor();

    await page.getByRole('button', { name: 'Use this for my job' }).click();
    await page.getByText(`"Numbered" now fetches ${knee} at once`).waitFor();
    await page.getByRole('button', { name: /^Numbered/ }).click();
    await showTab(trawl, 'Options');
    const atOnce = page.getByRole('textbox', { name: 'At once', exact: true });
    const way = page.getByRole('combobox', { name: 'Way of running' });
    expect(await atOnce.inputValue()).toBe(String(knee));
    expect(await way.inputValue()).toBe('Event loop');
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await way.inputValue()) === 'Auto', 'the options are back');
    expect(await atOnce.inputValue()).toBe('4');

    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.getByText(sentence).waitFor();
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('keeps what was measured when the engine ends, and measures again with the next one', async () => {
    const { page } = trawl;
    const pid = await enginePid(trawl);
    await fill({ Latency: 20, Rounds: 9 });
    await measure();
    await page.getByText(/^Round 2 of 9/).waitFor({ timeout: 60_000 });
    process.kill(pid, 'SIGKILL');
    await page.getByRole('alert').getByText('What was measured by then is below').waitFor();
    expect(await page.getByRole('rowheader').allInnerTexts()).toHaveLength(3);
    await enginePid(trawl, pid);
    await fill({ Rounds: 1 });
    await measure();
    await page.getByText('What was measured by then').waitFor({ state: 'detached' });
    await whenOver();
    await page.getByText(endOfCurve).waitFor();
    expect(readdirSync(trawl.dataFolder)).not.toContain('lab');
  });

  it('renders the pages of a job, and says what a browser changes', async () => {
    const { page } = trawl;
    await page.getByRole('tab', { name: 'Render' }).click();
    await page.getByText('shows what a browser costs').waitFor();
    await fill({ Pages: 3, Rounds: 1 });
    await measure();
    const question = page.getByRole('dialog');
    await question.getByText('This makes up to 6 requests').waitFor();
    await question.getByRole('button', { name: 'Measure' }).click();
    await page.getByText('"Numbered", its first 3 pages · 4 at once').waitFor({ timeout: 60_000 });
    await whenOver();
    await page.getByText('A browser adds nothing to these pages.').waitFor();
    await page.getByText('3 pages were read both times, with 3 rows both times.').waitFor();
    expect(await page.getByRole('rowheader').allInnerTexts()).toEqual([
      'Fetched',
      'Rendered',
      'title',
    ]);
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('leaves no run behind', async () => {
    const { page } = trawl;
    const jobs = page.getByRole('navigation', { name: 'Jobs' });
    await jobs.getByText('Not run yet').first().waitFor();
    expect(await jobs.getByText('Not run yet').count()).toBe(2);
  });
});
