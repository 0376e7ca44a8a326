import { basename } from 'node:path';
import type { JobOptions } from '#shared/job/job.ts';
import { answerDialogs, showTab, type Trawl } from './app.ts';
import { writeJob } from './job-files.ts';
import { readTable, type Table } from './table.ts';

/** A job over pages of a counting site, slow enough to disturb its run. */
export function writeNumberedJob(
  folder: string,
  name: string,
  urls: readonly string[],
  { concurrency = 4, ...more }: JobOptions = {},
): Promise<string> {
  const fields = [{ name: 'title', css: 'h1' }];
  const options = { concurrency, perHost: concurrency, ...more };
  return writeJob(folder, { version: 2, name, urls: [...urls], fields, options });
}

/** The line of a page of a counting site in the table. */
export const numberedRow = (url: string) => ({
  url,
  title: `Title of ${new URL(url).pathname}`,
  status: '200',
  final_url: url,
  error: '',
});

/** Exports the run on screen, with the controls of the window, and reads the file. */
export async function exportTable(trawl: Trawl, file: string, rows: number): Promise<Table> {
  const { page } = trawl;
  await answerDialogs(trawl, { save: file });
  await showTab(trawl, 'Run');
  await page.getByRole('button', { name: 'Export…', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await page.getByText(`${rows.toLocaleString('en')} rows in ${basename(file)}`).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  return readTable(file);
}
