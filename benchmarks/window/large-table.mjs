// @ts-check
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dist } from '../../scripts/build.mjs';
import { enlargeRun } from '../../scripts/large-run.mjs';
import { launchApp } from '../../scripts/launch-app.mjs';
import { countTasks, watchLongTasks } from '../../scripts/page-tasks.mjs';
import { countFrames, describeFrames } from './frames.mjs';
import { spreadOf, tell } from './median.mjs';

/** Fields of the run beside `name` and `price`, with unordered values. */
const moreFields = {
  code: "printf('%08x', i * 2654435761 & 0xffffffff)",
  city: "CASE i * 7919 % 4 WHEN 0 THEN 'Oslo' WHEN 1 THEN 'athens' WHEN 2 THEN 'Zürich' END",
  about:
    "printf('Some longer text on goods of this kind, as a page has it, no. %d', i * 7919 % 1000003)",
};
const sortedColumns = ['name', 'price', 'code', 'city', 'about', '$url', '$status', '$place'];

/**
 * A finished run of a million lines. Each figure is the time from a click to the frame in which the rows are
 * painted: the first rows when the tab of the run is opened in a fresh app; the first rows sorted by each
 * column, then those in the middle; the result of a search. Then scrolling.
 *
 * @param {{ folder: string, repeats: number, lines: number }} given
 */
export async function measureLargeTable({ folder, repeats, lines }) {
  const dataFolder = join(folder, 'table');
  const job = await makeRun(dataFolder, lines);
  const open = async () => {
    const launched = await launchApp({ packaged: true, dataFolder, args: [job] });
    await launched.page.getByRole('tab', { name: /^Run/ }).waitFor();
    await launched.page.getByText('1 URL', { exact: true }).waitFor();
    return { ...launched, firstRowsMs: await launched.page.evaluate(openRunTab) };
  };
  /** @type {number[]} */
  const firstRows = [];
  for (let repeat = 1; repeat < repeats; repeat += 1) {
    const { firstRowsMs, close } = await open();
    firstRows.push(firstRowsMs);
    await close();
  }
  const launched = await open();
  const { page, close, firstRowsMs } = launched;
  try {
    firstRows.push(firstRowsMs);
    const first = spreadOf(firstRows);
    tell(`first rows of ${lines} lines`, first);
    await page.getByText(`${lines.toLocaleString('en')} lines`).waitFor();
    /** @type {Record<string, { firstMs: number, middleMs: number, descendingMs: number }>} */
    const sorts = {};
    for (const column of sortedColumns) {
      const heading = page.locator(`.ag-header-cell[col-id="${column}"]`);
      await heading.scrollIntoViewIfNeeded();
      const click = () => heading.locator('.ag-header-cell-label').click();
      const ascending = page.evaluate(watchSort, { column, order: 'ascending' });
      await click();
      const up = await ascending;
      const descending = page.evaluate(watchSort, { column, order: 'descending' });
      await click();
      const down = await descending;
      sorts[column] = { ...up, descendingMs: down.firstMs };
      console.log(
        `sorted by ${column}: first rows ${up.firstMs} ms, then the middle ${up.middleMs} ms; descending ${down.firstMs} ms`,
      );
    }
    const findMs = await page.evaluate(find, '777777');
    console.log(`found in any column: ${findMs} ms`);
    await page.evaluate(find, '');
    const endWatch = await watchLongTasks(launched);
    const wheel = await countFrames(page, async () => {
      await page.locator('.ag-row[row-index="0"]').hover();
      for (let turn = 0; turn < 200; turn += 1) await page.mouse.wheel(0, 240);
    });
    console.log(`scrolled by the wheel: ${describeFrames(wheel)}`);
    const drag = await countFrames(page, async () => {
      const box = await page.locator('.ag-body-vertical-scroll').boundingBox();
      if (!box) throw new Error('There is no scrollbar.');
      const x = box.x + box.width / 2;
      await page.mouse.move(x, box.y + 8);
      await page.mouse.down();
      for (let step = 0; step < 200; step += 1) {
        await page.mouse.move(x, box.y + 8 + (step / 200) * (box.height - 30));
      }
      await page.mouse.up();
    });
    console.log(`scrollbar dragged: ${describeFrames(drag)}`);
    const tasks = await endWatch();
    console.log(`scrolling, on the page's thread: ${countTasks(tasks)}`);
    return { lines, first, sorts, findMs, wheel, drag, longTasks: tasks };
  } finally {
    await close();
  }
}

/**
 * @param {string} dataFolder
 * @param {number} lines
 * @returns {Promise<string>} the job's file
 */
async function makeRun(dataFolder, lines) {
  const names = ['name', 'price', ...Object.keys(moreFields)];
  const job = `${dataFolder}.json`;
  const rules = {
    version: 2,
    name: 'Large',
    urls: ['http://127.0.0.1:9/'],
    fields: names.map((name) => ({ name, css: 'h1' })),
    options: { retries: 0 },
  };
  await writeFile(job, JSON.stringify(rules));
  const words = [
    join(dist, 'cli.js'),
    'run',
    job,
    '--quiet',
    '--allow-warnings',
    '--data',
    dataFolder,
  ];
  spawnSync(process.execPath, words, { stdio: 'ignore' });
  const runs = join(dataFolder, 'runs');
  const run = readdirSync(runs).find((name) => name.endsWith('.sqlite')) ?? '';
  enlargeRun(join(runs, run), lines, moreFields);
  return job;
}

/** In the page: clicks the tab of the run, and waits for the first rows. */
async function openRunTab() {
  const tab = [...document.querySelectorAll('[role=tab]')].find((it) =>
    it.textContent?.startsWith('Run'),
  );
  if (!(tab instanceof HTMLElement)) throw new Error('There is no tab of the run.');
  const startedMs = performance.now();
  tab.click();
  while (!document.querySelector('.ag-row[row-index="0"] [col-id="$place"]')?.textContent) {
    await new Promise(requestAnimationFrame);
  }
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return Math.round(performance.now() - startedMs);
}

/**
 * In the page: waits for a click on a heading, then for the first rows in that order and for those in the
 * middle, and scrolls back to the top.
 * @param {{ column: string, order: string }} wanted
 */
async function watchSort({ column, order }) {
  const heading = () => document.querySelector(`.ag-header-cell[col-id="${column}"]`);
  const bar = document.querySelector('.ag-body-vertical-scroll-viewport');
  if (!bar) throw new Error('There is no scrollbar.');
  const isShown = (/** @type {number} */ from, /** @type {number} */ upTo) =>
    [...document.querySelectorAll('.ag-row')].some((row) => {
      const index = Number(row.getAttribute('row-index'));
      const isThere = Boolean(row.querySelector('[col-id="$place"]')?.textContent);
      return index >= from && index <= upTo && isThere;
    });
  const until = async (/** @type {() => boolean} */ isSo) => {
    const deadline = performance.now() + 60_000;
    while (!isSo()) {
      await new Promise(requestAnimationFrame);
      if (performance.now() > deadline) throw new Error(`${column} was not sorted ${order}.`);
    }
  };
  const painted = async (/** @type {number} */ from, /** @type {number} */ upTo) => {
    await until(() => isShown(from, upTo));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  };
  await new Promise((resolve) => {
    heading()?.addEventListener('click', resolve, { once: true, capture: true });
  });
  let startedMs = performance.now();
  // The rows of the previous order are gone in the next frame.
  await until(() => heading()?.getAttribute('aria-sort') === order && !isShown(0, 0));
  await painted(0, 0);
  const firstMs = Math.round(performance.now() - startedMs);
  startedMs = performance.now();
  // The scrollbar is updated a moment later than the rows.
  await until(() => bar.scrollHeight > bar.clientHeight);
  bar.scrollTop = bar.scrollHeight / 2;
  await painted(10_000, Number.POSITIVE_INFINITY);
  const middleMs = Math.round(performance.now() - startedMs);
  bar.scrollTop = 0;
  await painted(0, 0);
  return { firstMs, middleMs };
}

/**
 * In the page: types into the search, and waits for the count and the first row.
 * @param {string} text
 */
async function find(text) {
  const field = document.querySelector('input[aria-label="Find in any column"]');
  const count = () => document.querySelector('[role=toolbar] [aria-live=off]')?.textContent;
  if (!(field instanceof HTMLInputElement)) throw new Error('There is no search.');
  const before = count();
  const startedMs = performance.now();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  while (
    count() === before ||
    !document.querySelector('.ag-row[row-index="0"] [col-id="$place"]')?.textContent
  ) {
    await new Promise(requestAnimationFrame);
  }
  return Math.round(performance.now() - startedMs);
}
