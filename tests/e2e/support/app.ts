import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, afterEach, beforeEach, type RunnerTestCase } from 'vitest';
import { type LaunchOptions, launchApp } from '../../../scripts/launch-app.mjs';
import { root } from '../../../scripts/project.mjs';

export interface Trawl {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** What went wrong in the page since the last look: thrown errors, errors on its console. */
  takeTroubles(): readonly string[];
  close(): Promise<void>;
}

/** A busy machine is no failure, but what hangs should not hang for long. */
const patienceMs = 60_000;

/** Starts the real packaged app, which must not outlive the file: see `watchApps`. */
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
  // A test may have ended it.
  app.once('close', () => opened.delete(trawl));
  await page.getByRole('navigation', { name: 'Jobs' }).waitFor();
  return trawl;
}

const opened = new Set<Trawl>();
let current: RunnerTestCase | null = null;

/**
 * For the top of a test file that opens the app: no app outlives the file, and of a test that fails
 * there is a picture in `test-results`. What the window says is printed too: where tests run
 * unattended, that is all that is left of it.
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

/** At most so many characters of the window's words are printed when a test has failed. */
const printedCharacters = 2000;

/** What a failed test leaves behind; to be called before its app is closed. */
async function keepTraces(page: Page): Promise<void> {
  if (current?.result?.state !== 'fail') return;
  const name = current.name.replace(/\W+/g, '-').slice(0, 80);
  // One that crashed has neither.
  await page.screenshot({ path: join(root, 'test-results', `${name}.png`) }).catch(() => undefined);
  const words = await page
    .locator('body')
    .innerText({ timeout: 2000 })
    .catch(() => 'There are none: the page is gone.');
  const shown = words.slice(0, printedCharacters);
  process.stdout.write(`\nThe window of "${current.name}":\n${shown}\n`);
}

/** Answers the next native dialogs in place of a person; returns nothing, asks nothing. */
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

/** Puts a text on the clipboard and pastes it where the focus is. */
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
