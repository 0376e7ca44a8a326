import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, afterEach, beforeEach, type RunnerTestCase } from 'vitest';
import { type LaunchOptions, launchApp } from '../../../scripts/launch-app.mjs';
import { root } from '../../../scripts/project.mjs';

export interface Trawl {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** The errors in the page since the last call: thrown errors, errors on its console. */
  takeTroubles(): readonly string[];
  close(): Promise<void>;
}

/** Long enough for a busy machine, and short enough for a test that hangs. */
const patienceMs = 60_000;

/** Starts the real packaged app, which must not outlive the test file: see `watchApps`. */
export async function openTrawl(options: Omit<LaunchOptions, 'packaged'> = {}): Promise<Trawl> {
  const { app, page, dataFolder, close } = await launchApp({ ...options, packaged: true });
  page.setDefaultTimeout(patienceMs);
  let troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  const trawl: Trawl = {
    app,
    page,
    dataFolder,
    takeTroubles() {
      const taken = troubles;
      troubles = [];
      return taken;
    },
    async close() {
      opened.delete(trawl);
      await keepTraces(page);
      await close();
    },
  };
  opened.add(trawl);
  // A test may have closed the app.
  app.once('close', () => opened.delete(trawl));
  await page.getByRole('navigation', { name: 'Jobs' }).waitFor();
  return trawl;
}

const opened = new Set<Trawl>();
let current: RunnerTestCase | null = null;

/**
 * Called at the top of a test file that opens the app: no app outlives the file, and a test that fails leaves
 * a picture in `test-results`. The text of the window is printed too: where tests run unattended, that is the
 * only trace of it.
 */
export function watchApps(): void {
  beforeEach(({ task }) => {
    current = task;
  });
  afterEach(async () => {
    for (const { page } of opened) await keepTraces(page);
  });
  afterAll(async () => {
    for (const trawl of opened) await trawl.close();
  });
}

/** The most characters of the window's text that are printed when a test has failed. */
const printedCharacters = 2000;

/** Saves the traces of a failed test; must be called before its app is closed. */
async function keepTraces(page: Page): Promise<void> {
  if (current?.result?.state !== 'fail') return;
  const name = current.name.replace(/\W+/g, '-').slice(0, 80);
  // An app that crashed has neither.
  await page.screenshot({ path: join(root, 'test-results', `${name}.png`) }).catch(() => undefined);
  const words = await page
    .locator('body')
    .innerText({ timeout: 2000 })
    .catch(() => 'There are none: the page is gone.');
  const shown = words.slice(0, printedCharacters);
  process.stdout.write(`\nThe window of "${current.name}":\n${shown}\n`);
}

/** Answers the next native dialogs in place of a person. */
export async function answerDialogs(
  { app }: Trawl,
  answers: { readonly save?: string; readonly open?: string; readonly button?: number },
): Promise<void> {
  await app.evaluate(({ dialog }, { save, open: file, button }) => {
    dialog.showSaveDialog = async () => ({ canceled: !save, filePath: save ?? '' });
    dialog.showOpenDialog = async () => ({ canceled: !file, filePaths: file ? [file] : [] });
    dialog.showMessageBox = async () => ({ response: button ?? 0, checkboxChecked: false });
  }, answers);
}

/** Puts a text on the clipboard and pastes it into the focused element. */
export async function paste({ app, page }: Trawl, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+V');
}

/** Makes a job, and waits until it is open. */
export async function newJob({ page }: Trawl): Promise<void> {
  await page.getByRole('button', { name: 'New job' }).first().click();
  await page.getByText('No URLs yet').waitFor();
}

export async function showTab(
  { page }: Trawl,
  name: 'URLs' | 'Fields' | 'Options' | 'Run',
): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
}
