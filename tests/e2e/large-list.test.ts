import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeTasks, watchLongTasks } from '../../scripts/page-tasks.mjs';
import { tell } from '../measured.ts';
import { answerDialogs, newJob, openTrawl, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';

/** A list of a million lines, opened and pasted, is counted correctly. The cost is printed. */

watchApps();
const folder = folderForTests();
const lineCount = 1_000_000;
let trawl: Trawl;

beforeAll(async () => {
  trawl = await openTrawl();
});
beforeEach(() => newJob(trawl));

const editor = () => trawl.page.getByRole('textbox', { name: 'URLs, one per line' });

/** Types into the list, and returns the time until the last letter was shown. */
async function typeIntoList(word: string): Promise<number> {
  const { page } = trawl;
  await page.keyboard.press('ControlOrMeta+Home');
  const startedMs = performance.now();
  await page.keyboard.type(word);
  await page.keyboard.press('Enter');
  await page.getByText(word).first().waitFor();
  return performance.now() - startedMs;
}

describe('a list of a million lines', () => {
  it('is opened from a file', async () => {
    const { page } = trawl;
    const file = join(folder, 'list.txt');
    await writeLines(file);
    await answerDialogs(trawl, { open: file });
    const endWatch = await watchLongTasks(trawl);
    const startedMs = performance.now();
    await page.getByRole('button', { name: 'Open file…' }).click();
    await page.getByText('999,990 URLs').waitFor({ timeout: 60_000 });
    await page.getByText('10 duplicates').waitFor();
    await page.getByText('7 hosts').waitFor();
    await page.getByRole('button', { name: '10 not read' }).waitFor();
    const tookMs = performance.now() - startedMs;
    const tasks = await endWatch();
    tell(`a million lines from a file ${(tookMs / 1000).toFixed(1)} s, ${describeTasks(tasks)}`);

    await editor().click();
    const typedMs = await typeIntoList('# typed at the top');
    tell(`18 letters typed into a million lines ${Math.round(typedMs)} ms`);
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('is pasted', async () => {
    const { page } = trawl;
    await copyLines(lineCount);
    const endWatch = await watchLongTasks(trawl);
    const startedMs = performance.now();
    await page.keyboard.press('ControlOrMeta+V');
    await page.getByText('1,000,000 URLs').waitFor({ timeout: 60_000 });
    const tookMs = performance.now() - startedMs;
    const tasks = await endWatch();
    tell(`a million lines pasted ${(tookMs / 1000).toFixed(1)} s, ${describeTasks(tasks)}`);
    await editor().click();
    await typeIntoList('# typed at the top');

    // The whole list is there after another job was opened and this one again.
    await page.getByText('Saving…').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Sample: harbour shop/ }).click();
    await page.getByText('400 URLs').waitFor();
    await page
      .getByRole('button', { name: /^Untitled job/ })
      .first()
      .click();
    await page.getByText('1,000,000 URLs').waitFor({ timeout: 60_000 });
    await page.getByText('# typed at the top').waitFor();
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('is pasted into the midst of a list, undone, and stopped', async () => {
    const { page } = trawl;
    await editor().click();
    await page.keyboard.type('first.example');
    await page.keyboard.press('Enter');
    await page.keyboard.type('last.example');
    await page.keyboard.press('Home');
    await copyLines(lineCount);
    const endWatch = await watchLongTasks(trawl);
    await page.keyboard.press('ControlOrMeta+V');
    // The cursor is behind the last line of the paste, to which the old line was joined.
    await page.getByText(`/${lineCount - 1}last.example`).waitFor({ timeout: 60_000 });
    await page.getByText('1,000,001 URLs').waitFor({ timeout: 60_000 });
    await page.keyboard.press('ControlOrMeta+Z');
    await page.getByText('2 URLs', { exact: true }).waitFor({ timeout: 60_000 });
    expect(await listText()).toBe('first.example\nlast.example');
    const tasks = await endWatch();
    tell(`a million lines pasted into a list and undone, ${describeTasks(tasks)}`);

    // In one call, or the paste could be over before the button is found.
    const stopped = page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const watch = new MutationObserver(() => {
            const cancel = [...document.querySelectorAll('button')].find(
              ({ textContent }) => textContent === 'Cancel',
            );
            if (!cancel) return;
            cancel.click();
            watch.disconnect();
            resolve();
          });
          watch.observe(document.body, { childList: true, subtree: true });
        }),
    );
    await page.keyboard.press('ControlOrMeta+V');
    await stopped;
    await page.getByRole('progressbar', { name: 'Pasting' }).waitFor({ state: 'detached' });
    await page.keyboard.type('x.example/');
    await page.getByText('x.example/last.example').waitFor();
    expect(await listText()).toBe('first.example\nx.example/last.example');
    expect(trawl.takeTroubles()).toEqual([]);
  });
});

describe('a sitemap of 50,000 pages in one line', () => {
  it('is opened, packed as it comes', async () => {
    const { page } = trawl;
    const file = join(folder, 'sitemap.xml.gz');
    const entry = (_: unknown, index: number) =>
      `<url><loc>https://h0.example/catalogue/${index}</loc></url>`;
    const entries = Array.from({ length: 50_000 }, entry).join('');
    await writeFile(file, gzipSync(`<urlset>${entries}</urlset>`));
    await answerDialogs(trawl, { open: file });
    const endWatch = await watchLongTasks(trawl);
    await page.getByRole('button', { name: 'Open file…' }).click();
    await page.getByText('50,000 entries = 50,000 requests').waitFor({ timeout: 60_000 });
    const tasks = await endWatch();
    tell(`a sitemap of one line, ${describeTasks(tasks)}`);
    expect(trawl.takeTroubles()).toEqual([]);
  });
});

async function listText(): Promise<string> {
  return (await trawl.page.locator('.cm-line').allTextContents()).join('\n');
}

/** Puts this many lines on the clipboard. */
async function copyLines(count: number): Promise<void> {
  await trawl.app.evaluate(async ({ clipboard }, lines) => {
    const line = (_: unknown, index: number) => `https://h${index % 7}.example/catalogue/${index}`;
    await clipboard.writeText(Array.from({ length: lines }, line).join('\n'));
  }, count);
}

/** A million lines, of which ten are repeated and ten are not URLs. */
async function writeLines(file: string): Promise<void> {
  const out = createWriteStream(file);
  for (let from = 0; from < lineCount; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, index) => lineAt(from + index));
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

function lineAt(index: number): string {
  if (index % 100_000 === 1) return 'https://h0.example/catalogue/0\n';
  if (index % 100_000 === 2) return 'mailto:nobody@h0.example\n';
  return `https://h${index % 7}.example/catalogue/${index}\n`;
}
