import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newJob, openTrawl, paste, type Trawl, watchApps } from './support/app.ts';
import { until } from './support/until.ts';

/** Pasting into the list, in each way that the window offers. */

watchApps();
let trawl: Trawl;

beforeAll(async () => {
  trawl = await openTrawl();
});
beforeEach(async () => {
  await newJob(trawl);
  await editor().click();
});

const editor = () => trawl.page.getByRole('textbox', { name: 'URLs, one per line' });

async function listBecomes(...lines: string[]): Promise<void> {
  const shown = () => trawl.page.locator('.cm-line').allTextContents();
  await until(
    async () => (await shown()).join('\n') === lines.join('\n'),
    `the list is ${lines}`,
  ).catch(async () => expect(await shown()).toEqual(lines));
}

describe('a paste into the list', () => {
  it('comes to the cursor, replaces what is selected, and is undone in one step', async () => {
    const { keyboard } = trawl.page;
    await keyboard.type('a.example/z');
    await keyboard.press('ArrowLeft');
    await paste(trawl, '1\r\nb.example/');
    await listBecomes('a.example/1', 'b.example/z');
    await keyboard.type('2');
    await listBecomes('a.example/1', 'b.example/2z');

    await keyboard.press('ControlOrMeta+A');
    await paste(trawl, 'c.example');
    await listBecomes('c.example');
    await keyboard.press('ControlOrMeta+Z');
    await listBecomes('a.example/1', 'b.example/2z');
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('keeps its place before what is typed at once', async () => {
    const { app, page } = trawl;
    await app.evaluate(({ clipboard }) => clipboard.writeText('a.example'));
    // Main reads the clipboard only after all of the text is typed.
    const held = app.evaluate(() => {
      const until = performance.now() + 300;
      while (performance.now() < until);
    });
    for (const key of ['ControlOrMeta+V', 'Enter', 'ControlOrMeta+V', 'x', 'ArrowUp', 'y']) {
      await page.keyboard.press(key);
    }
    await held;
    await listBecomes('a.exampley', 'a.examplex');
  });

  it('repeats a line that was copied without selecting it', async () => {
    const { keyboard } = trawl.page;
    await keyboard.type('a.example');
    await keyboard.press('Enter');
    await keyboard.type('b.example');
    await keyboard.press('ControlOrMeta+C');
    await keyboard.press('ControlOrMeta+V');
    await listBecomes('a.example', 'b.example', 'b.example');
  });

  it('may come from the menu', async () => {
    await trawl.app.evaluate(async ({ clipboard, BrowserWindow }) => {
      await clipboard.writeText('menu.example');
      for (const window of BrowserWindow.getAllWindows()) window.webContents.paste();
    });
    await listBecomes('menu.example');
  });

  it.runIf(process.platform === 'linux')('may come from a middle click', async () => {
    await trawl.app.evaluate(async ({ clipboard }) => {
      await clipboard.writeText('clipboard.example');
      type OlderClipboard = { writeText(text: string, to: string): void };
      const selection: typeof clipboard | undefined = clipboard.selection;
      if (selection) await selection.writeText('selection.example');
      else (clipboard as unknown as OlderClipboard).writeText('selection.example', 'selection');
    });
    await editor().click({ button: 'middle' });
    await listBecomes('selection.example');
  });

  it('begins a line of its own where nothing that takes text has the focus', async () => {
    const { page } = trawl;
    await page.keyboard.type('a.example');
    await page.getByText('1 URL', { exact: true }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await paste(trawl, 'b.example');
    await listBecomes('a.example', 'b.example');
  });
});
