import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { exportTable } from './support/numbered-pages.ts';
import { type PageSite, servePages } from './support/rendering.ts';

/**
 * Pages that are JSON: they show as a tree, and clicks on values make fields and lists. Data that rendered pages
 * fetch is shown, and can become the job.
 */

watchApps();
const folder = folderForTests();
const perPage = 3;
let site: PageSite;
let trawl: Trawl;

const itemsOf = (page: number) =>
  Array.from({ length: perPage }, (_, at) => (page - 1) * perPage + at + 1);
/** Prices keep their last zero in the text alone. */
const itemsText = (page: number) =>
  `{"page": ${page}, "items": [${itemsOf(page)
    .map((id) => `{"id": ${id}, "name": "Lamp ${id}", "price": {"amount": ${id}.10}}`)
    .join(', ')}]}`;
const largeText = () =>
  JSON.stringify({
    things: Array.from({ length: 40_000 }, (_, id) => ({ id, text: `thing ${id} `.repeat(10) })),
  });
const hostileText = () =>
  `{"__proto__": {"polluted": "yes"}, "<img src=x onerror=alert(1)>": "<b>bold</b>",
    "long": "${'x'.repeat(2_000_000)}", "deep": ${'['.repeat(400)}1${']'.repeat(400)}}`;

/** A page that is empty until its script has its data. */
const scripted = (page: number) => `<title>List</title><h1></h1><ul></ul><script>
  fetch('/api/track', { method: 'POST', body: '1' });
  fetch('/api/items?access_token=abcdef-${page}');
  fetch('/api/items?page=${page}').then((answer) => answer.json()).then(({ items }) => {
    document.querySelector('h1').textContent = 'Items';
    document.querySelector('ul').innerHTML = items.map(({ name }) => '<li>' + name).join('');
  });
</script>`;

beforeAll(async () => {
  const json =
    (text: (page: number) => string): Parameters<typeof servePages>[0][string] =>
    (request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      response.setHeader('content-type', 'application/json');
      response.end(text(Number(searchParams.get('page') ?? 1)));
    };
  site = await servePages({
    '/api/items': json(itemsText),
    '/api/large': json(largeText),
    '/api/hostile': json(hostileText),
    '/api/track': json(() => '{"ok": true}'),
    '/list/1': scripted(1),
    '/list/2': scripted(2),
  });
  const file = await writeJob(folder, {
    version: 2,
    name: 'Items',
    urls: [1, 2].map((page) => `${site.origin}/api/items?page=${page}`),
    fields: [],
  });
  trawl = await openTrawl({ args: [file] });
  await showTab(trawl, 'Fields');
});
afterAll(() => site.close());

const values = () => trawl.page.getByRole('region', { name: 'Preview' });
const tree = () => trawl.page.getByRole('tree', { name: 'Values of the page' });
/** The lines of this name, as they stand on the screen. */
const lines = (name: string) =>
  tree()
    .getByRole('treeitem')
    .filter({ has: trawl.page.getByText(name, { exact: true }) });
const row = (name: string) => values().getByRole('button', { name, exact: true });

async function fetchPage(path: string): Promise<void> {
  const url = trawl.page.getByRole('combobox', { name: 'Page of the preview' });
  await url.fill(`${site.origin}${path}`);
  await url.press('Enter');
}

describe('a page that is JSON', () => {
  it('shows as a tree, and a click on a value makes a field', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Point in the page' }).click();
    await lines('name').first().click();
    await row('name').waitFor();
    await values().getByText('$.items[0].name', { exact: true }).waitFor();
    await values().locator('dd[dir=auto]').getByText('Lamp 1', { exact: true }).waitFor();
    await page.getByText('This repeats 3 times.').waitFor();
  });

  it('is accessible', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await trawl.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await trawl.page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      const { violations } = await new AxeBuilder({ page: trawl.page })
        .setLegacyMode(true)
        .analyze();
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      expect(serious.map(({ id, nodes }) => `${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual([]);
    }
    await trawl.page.emulateMedia({ colorScheme: 'light' });
  });

  it('becomes a list by the same value in two items, whose rows are what the site holds', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Point at a second one' }).click();
    await lines('name').nth(1).click();
    await page.getByText('All 3 look alike.').waitFor();
    await page.getByRole('button', { name: 'Make a list' }).click();
    await values().getByText(`${perPage} rows from this page`).waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('2 done', { exact: true }).waitFor();
    await page.getByText('Finished', { exact: true }).first().waitFor();
    const { rows } = await exportTable(trawl, join(folder, 'items.csv'), 2 * perPage);
    expect(rows.map(({ name, id, amount }) => [name, id, amount])).toEqual(
      [1, 2].flatMap(itemsOf).map((id) => [`Lamp ${id}`, String(id), `${id}.10`]),
    );
  });

  it('is walked and picked from by keyboard alone', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Fields');
    await lines('page').waitFor();
    await tree().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await row('page').waitFor();
    await values().getByText('$.page', { exact: true }).waitFor();
    // Its list is closed and opened again.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    await lines('name').first().waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowRight');
    await lines('name').first().waitFor();
  });
});

describe('a large page of JSON', () => {
  /** The line that the keys act on once they have gone to the end. */
  const lastLine = async () => {
    await tree().press('End');
    return tree().locator('[data-active]').textContent();
  };

  it('has no more lines in the page than are seen, and shows more where that is asked for', async () => {
    await fetchPage('/api/large');
    await lines('things').waitFor();
    await lines('id').nth(1).waitFor();
    await expect.poll(lastLine).toBe('Show 200 more of 39,800');
    await tree().press('Enter');
    await tree().getByText('[200]', { exact: true }).waitFor();
    await expect.poll(lastLine).toBe('Show 200 more of 39,600');
    expect(await tree().getByRole('treeitem').count()).toBeLessThan(100);
  });
});

describe('hostile JSON', () => {
  it('shows as text, cut and in its place, and changes nothing', async () => {
    const { page } = trawl;
    await fetchPage('/api/hostile');
    await lines('__proto__').waitFor();
    await tree().getByText('<b>bold</b>', { exact: true }).waitFor();
    await lines('<img src=x onerror=alert(1)>').waitFor();
    const long = await lines('long').textContent();
    expect(long?.length).toBeLessThan(400);
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
    await tree().focus();
    await page.keyboard.press('End');
    for (let level = 0; level < 30; level += 1) await page.keyboard.press('ArrowRight');
    expect(trawl.takeTroubles()).toEqual([]);
  });
});

describe('the data of a rendered page', () => {
  const data = () => trawl.page.getByRole('region', { name: 'Data of the page' });
  const use = () => data().getByRole('button', { name: 'Use this address instead' });

  it('is listed, with why an answer cannot be the job, and without tokens', async () => {
    await trawl.close();
    const file = await writeJob(folder, {
      version: 2,
      name: 'Built by script',
      urls: [1, 2].map((number) => `${site.origin}/list/${number}`),
      fields: [{ name: 'title', css: 'h1' }],
      options: { render: 'always' },
    });
    trawl = await openTrawl({ args: [file] });
    await showTab(trawl, 'Fields');
    await trawl.page.getByRole('button', { name: 'Point in the page' }).click();
    await data().getByText('/api/items?page=1', { exact: true }).waitFor();
    await data()
      .getByText(/· 3 items$/)
      .waitFor();
    await data().getByRole('button', { name: 'Show all 3' }).click();
    await data().getByText('It is asked for by POST, and a job can only ask by GET.').waitFor();
    await data().getByText('/api/items?access_token=…', { exact: true }).waitFor();
    expect(await trawl.page.locator('body').textContent()).not.toContain('abcdef');
    expect(await use().count()).toBe(1);
  });

  it('can be looked at as a tree', async () => {
    const { page } = trawl;
    await data().getByRole('button', { name: 'Look at it' }).first().click();
    await tree().getByText('Lamp 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Back to the page' }).click();
    await data().waitFor();
  });

  it('becomes the job, which can be undone', async () => {
    const { page } = trawl;
    await use().click();
    await page.getByText('The list is now 2 addresses, each made like this one.').waitFor();
    await lines('name').first().waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('title').waitFor();
    await data().getByText('/api/items?page=1', { exact: true }).waitFor();
    await use().click();
    await page.getByText('The list is now 2 addresses, each made like this one.').waitFor();
  });

  it('gives what the pages show, without asking for any of them', async () => {
    const { page } = trawl;
    await lines('name').nth(1).click();
    await row('name').waitFor();
    await values().getByText('$.name', { exact: true }).waitFor();
    const before = site.asked.length;
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('2 done', { exact: true }).waitFor();
    await page.getByText('Finished', { exact: true }).first().waitFor();
    const { rows } = await exportTable(trawl, join(folder, 'data.csv'), 2 * perPage);
    expect(rows.map(({ name }) => name)).toEqual([1, 2].flatMap(itemsOf).map((id) => `Lamp ${id}`));
    const asked = site.asked.slice(before).filter((path) => path !== '/robots.txt');
    expect(asked).toEqual(['/api/items', '/api/items']);
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
