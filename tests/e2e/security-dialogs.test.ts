import { beforeAll, expect, it } from 'vitest';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { inPage } from './support/in-page.ts';
import { until } from './support/until.ts';

/** A script in the page cannot open a dialog of the system: only main can. */

watchApps();
let trawl: Trawl;

beforeAll(async () => {
  trawl = await openTrawl();
});

/** The number of file dialogs that a script requested and that the app refused. */
async function countRefusals(): Promise<() => Promise<number>> {
  await trawl.app.evaluate(({ BrowserWindow }) => {
    const counted = Object.assign(globalThis, { refusals: 0 });
    BrowserWindow.getAllWindows()[0]?.webContents.debugger.on('message', (_event, method) => {
      if (method === 'Page.fileChooserOpened') counted.refusals += 1;
    });
  });
  return () => trawl.app.evaluate(() => (globalThis as { refusals?: number }).refusals ?? 0);
}

/** A script that has waited for a click of the person: without one, Chromium opens no dialog. */
async function askForFiles(): Promise<void> {
  await inPage(trawl, () => {
    window.addEventListener(
      'click',
      () => {
        const input = document.createElement('input');
        input.type = 'file';
        input.click();
      },
      { once: true },
    );
  });
  await trawl.page.mouse.click(5, 5);
}

it('refuses the page its file dialogs, after a reload too', async () => {
  const refusals = await countRefusals();
  await askForFiles();
  await until(async () => (await refusals()) === 1, 'the first dialog is refused');
  await trawl.page.reload();
  await trawl.page.getByRole('navigation', { name: 'Jobs' }).waitFor();
  await askForFiles();
  await until(async () => (await refusals()) === 2, 'the second dialog is refused');
});

it('has no pickers of files and folders, in a frame neither', async () => {
  const found = await inPage(trawl, () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const names = ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker'];
    const there = [window, frame.contentWindow].flatMap((place) =>
      names.filter((name) => place !== null && name in place),
    );
    frame.remove();
    return there;
  });
  expect(found).toEqual([]);
});

it('lets no text of the page into a dialog of the system', async () => {
  const preferences = await trawl.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // The settings in force as Electron reports them, which its types leave out.
    const asked = contents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    return asked.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ disableDialogs: true });
});
