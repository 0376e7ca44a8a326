import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { parse } from 'parse5';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownPages, rawPages } from '../setup/real-pages.ts';
import { answerDialogs, openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { type LampShop, lamps, startLampShop } from './support/lamp-shop.ts';
import { shownPage } from './support/page-view.ts';
import { readTable } from './support/table.ts';
import { until } from './support/until.ts';

/** A page of the job, shown beside its values: pointing at elements makes fields, and nothing of the page runs. */

watchApps();
const folder = folderForTests();
/** The pages are read as UTF-8 here and there, so that only the trees are compared. */
const compared = [...ownPages(), ...rawPages().slice(0, 3)].filter(
  ({ body }) => !/http-equiv=.?refresh/i.test(new TextDecoder().decode(body)),
);
let shop: LampShop;
let trawl: Trawl;

beforeAll(async () => {
  shop = await startLampShop(
    Object.fromEntries(compared.map(({ name, body }) => [`/tree/${name}`, body])),
  );
  const file = await writeJob(folder, {
    version: 2,
    name: 'Lamps',
    urls: [1, 2, 3, 4].map((number) => `${shop.origin}/lamp/${number}`),
    fields: [],
  });
  trawl = await openTrawl({ args: [file] });
  await showTab(trawl, 'Fields');
});
afterAll(() => shop.close());

const values = () => trawl.page.getByRole('region', { name: 'Preview' });
const pane = () => trawl.page.getByRole('region', { name: 'Page', exact: true });
/** A value of a field, and not a choice of what else could be taken. */
const value = (text: string) =>
  values()
    .locator('dd[dir=auto]')
    .filter({ hasText: new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`) });
const row = (name: string) => values().getByRole('button', { name, exact: true });

async function fetchPage(path: string): Promise<void> {
  const { page } = trawl;
  const url = page.getByRole('combobox', { name: 'Page of the preview' });
  await url.fill(`${shop.origin}${path}`);
  await url.press('Enter');
}

describe('pointing at a page', () => {
  it('makes a field with its name and value at once, and says where it finds nothing', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Point in the page' }).click();
    const shown = await shownPage(trawl, '/lamp/1');
    await shown.hover('h1');
    await pane().getByText('h1.title', { exact: true }).waitFor();
    await shown.click('h1');
    await row('title').waitFor();
    await value('Lamp number 1').waitFor();
    await shown.click('dd:nth-of-type(2)');
    await row('colour').waitFor();
    await value('Green').waitFor();
    await values().getByText('Finds nothing on 1 of 3 more pages.').waitFor();
  });

  it('takes the link where a person wants it', async () => {
    const shown = await shownPage(trawl, '/lamp/1');
    await shown.click('a.buy');
    const take = values().getByRole('combobox', { name: 'Take' });
    await take.selectOption({ label: `Link: ${shop.origin}/list` });
    await value(`${shop.origin}/list`).waitFor();
    await values()
      .getByRole('button', { name: /^Remove/ })
      .click();
    await value(`${shop.origin}/list`).waitFor({ state: 'detached' });
  });

  it('opens the row of what is clicked again, and a row shows its element', async () => {
    const shown = await shownPage(trawl, '/lamp/1');
    await shown.click('h1');
    await until(
      async () => (await row('title').getAttribute('aria-expanded')) === 'true',
      'the row of the title is open',
    );
    await expect.poll(() => values().getByRole('button', { expanded: true }).count()).toBe(1);
  });

  it('picks a field anew and keeps its name', async () => {
    const shown = await shownPage(trawl, '/lamp/1');
    await values().getByRole('button', { name: 'Pick anew' }).click();
    await values().getByRole('button', { name: 'Click an element…' }).waitFor();
    await shown.click('.price');
    await value('1.50 €').waitFor();
    await row('title').waitFor();
  });

  it('is accessible', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await trawl.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await trawl.page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      const axe = new AxeBuilder({ page: trawl.page }).setLegacyMode(true);
      const { violations } = await axe.analyze();
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      expect(serious.map(({ id, nodes }) => `${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual([]);
    }
    await trawl.page.emulateMedia({ colorScheme: 'light' });
  });

  it('gives way to dialogs, and goes with its tab', async () => {
    const { page, app } = trawl;
    const views = () =>
      app.evaluate(({ BrowserWindow }) =>
        (BrowserWindow.getAllWindows()[0]?.contentView.children ?? []).map(
          (view) => view.getBounds().width,
        ),
      );
    const before = (await views()).length;
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('dialog').waitFor();
    await until(
      () =>
        page
          .locator('[data-page-holder] canvas')
          .evaluate((canvas) => (canvas as HTMLCanvasElement).width > 0),
      'a picture of the page takes its place',
    );
    await page.keyboard.press('Escape');
    await until(
      () =>
        page
          .locator('[data-page-holder] canvas')
          .evaluate((canvas) => (canvas as HTMLCanvasElement).width === 0),
      'the page is back',
    );
    await showTab(trawl, 'URLs');
    await until(async () => (await views()).length < before, 'the view is gone');
    await showTab(trawl, 'Fields');
    await shownPage(trawl, '/lamp/1');
  });

  it('works by keyboard alone', async () => {
    const { page } = trawl;
    const shown = await shownPage(trawl, '/lamp/1');
    const keys = pane().getByRole('button', { name: 'Pick by keyboard' });
    await keys.focus();
    await page.keyboard.press('Enter');
    await pane().getByText('h1.title', { exact: true }).waitFor();
    // To the list of facts, into it, and to its second part.
    await shown.press('Right', 'Right', 'Right', 'Down', 'Right');
    await pane().getByText('dd.v', { exact: true }).waitFor();
    await shown.press('Enter');
    await row('weight').waitFor();
    await value('2 kg').waitFor();
    await shown.press('Escape');
    await until(
      () => keys.evaluate((button) => button === document.activeElement),
      'the keyboard is back',
    );
  });

  it('makes a list of what repeats, whose rows are what the site holds', async () => {
    const { page } = trawl;
    await pane().getByText('Browse', { exact: true }).click();
    const first = await shownPage(trawl, '/lamp/1');
    await first.click('a.home');
    const shown = await shownPage(trawl, '/list');
    await page.getByRole('button', { name: 'Use this page' }).click();
    await page.getByText('The page was added to the end of the list.').waitFor();
    await pane().getByText('Pick', { exact: true }).click();
    await shown.click('.product-card:nth-child(1) a');
    await page.getByRole('button', { name: 'Point at a second one' }).click();
    await shown.click('.product-card:nth-child(2) a');
    await pane().getByText('24 of 26 look alike; 2 look different.').waitFor();
    await page.getByRole('button', { name: 'Look at them' }).click();
    await page.getByRole('button', { name: 'Make a list' }).click();
    await values().getByText('26 rows from this page').waitFor();

    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page
      .getByText(/^Finished/)
      .first()
      .waitFor();
    const out = join(folder, 'lamps.csv');
    await answerDialogs(trawl, { save: out });
    await page.getByRole('button', { name: 'Export…', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
    await page.getByText(/rows in lamps.csv/).waitFor();
    await page.getByRole('button', { name: 'Close' }).last().click();
    const { columns, rows } = readTable(out);
    const ofList = rows.filter((line) => Object.values(line).includes(`${shop.origin}/list`));
    const columnOf = (first: string) => columns.find((name) => ofList[0]?.[name] === first) ?? '';
    const listed = (column: string) =>
      ofList.map((line) => line[column]).filter((text) => text !== '');
    expect(ofList).toHaveLength(26);
    expect(listed(columnOf('Lamp number 1'))).toEqual(lamps.map(({ name }) => name));
    expect(listed(columnOf('1.50 €'))).toEqual(lamps.map(({ price }) => price));
  });
});

describe('a hostile page in the view', () => {
  it('runs nothing, opens nothing and loads nothing but its styles and pictures', async () => {
    const { page, app } = trawl;
    await showTab(trawl, 'Fields');
    shop.asked.length = 0;
    const contents = () =>
      app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
    await fetchPage('/hostile');
    const shown = await shownPage(trawl, '/hostile');
    const before = await contents();
    // Its button would take the keyboard.
    expect(await page.evaluate(() => document.hasFocus())).toBe(true);
    await shown.hover('#js');
    await shown.press('a', 'Tab');
    expect(await shown.look('document.querySelector("#off").textContent')).toBe('Scripts are off');
    expect(await shown.look('document.querySelector("#after").parentElement.children.length')).toBe(
      2,
    );
    expect(await shown.run('1 + 1')).toBe(null);
    expect(await shown.look('self.origin')).toBe('null');
    await pane().getByText('Browse', { exact: true }).click();
    for (const id of ['js', 'local', 'send', 'choose']) await shown.click(`#${id}`);
    await shown.click('h1');
    expect(await shown.look('document.title')).toBe('quiet');
    expect(await shown.url()).toBe(`${shop.origin}/hostile`);
    expect(await contents()).toBe(before);
    expect(page.url()).toBe('app://trawl/index.html');
    expect(new Set(shop.asked)).toEqual(new Set(['/hostile', '/style.css', '/missing.png']));
    // A window or a file that a link asks for is a page that the engine fetches.
    await shown.click('#file');
    await values().getByRole('alert').waitFor();
    expect(shop.asked.filter((path) => path === '/ping' || path === '/sent')).toEqual([]);
  });

  it('cannot make a field by what it says, only a person can', async () => {
    await pane().getByText('Pick', { exact: true }).click();
    const shown = await shownPage(trawl, '/hostile');
    const fields = () => values().locator('button[aria-expanded]').count();
    const before = await fields();
    // A click by a script, were there one, is not trusted.
    await shown.look('document.querySelector("trawl-overlay:last-of-type").click()');
    await shown.look('document.querySelector("h1").click()');
    await shown.hover('h1');
    await pane().getByText('h1', { exact: true }).waitFor();
    expect(await fields()).toBe(before);
  });
});

describe('a page whose pictures never come', () => {
  it('can be pointed at without them', async () => {
    await fetchPage('/waiting');
    const shown = await shownPage(trawl, '/waiting');
    await shown.hover('h1');
    await pane().getByText('h1', { exact: true }).waitFor();
    expect(await shown.isLoading()).toBe(true);
  });
});

describe('the tree of the view', () => {
  it.each(compared.map(({ name, body }) => [name, body] as const))(
    'is the one that the engine reads: %s',
    async (name, body) => {
      await fetchPage(`/tree/${name}`);
      const shown = await shownPage(trawl, `/tree/${name}`);
      const inView = await shown.look<string[]>(`(() => {
        const found = [];
        const walk = (node, path) => [...node.children].forEach((child, index) => {
          if (child.localName === 'trawl-overlay') return;
          found.push(path + '/' + index + child.localName);
          walk(child, path + '/' + index);
        });
        walk(document, '');
        return found;
      })()`);
      expect(inView).toEqual(treeOf(new TextDecoder().decode(body)));
    },
  );
});

/** The paths and names of all elements, as parse5 reads them. */
function treeOf(html: string): readonly string[] {
  interface Node {
    readonly tagName?: string;
    readonly childNodes?: readonly Node[];
  }
  const found: string[] = [];
  const walk = (node: Node, path: string): void => {
    const elements = (node.childNodes ?? []).filter(({ tagName }) => tagName !== undefined);
    elements.forEach((child, index) => {
      found.push(`${path}/${index}${child.tagName}`);
      walk(child, `${path}/${index}`);
    });
  };
  walk(parse(html, { scriptingEnabled: false }) as Node, '');
  return found;
}
