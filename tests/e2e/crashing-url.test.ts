import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { exportTable, numberedRow, writeNumberedJob } from './support/numbered-pages.ts';
import { enginePid } from './support/processes.ts';
import { noteWhatIsSaid } from './support/said.ts';

watchApps();
const folder = folderForTests();
const pageCount = 120;
const poison = '/hang/poison';
let site: CountingSite;
let trawl: Trawl;
let urls: string[] = [];
/** One entry per request for the poisonous page: the engine that made it, which has died by then. */
const victims: number[] = [];

beforeAll(async () => {
  site = await startCountingSite(20, {
    onAsked: (path) => {
      if (path === poison) void crashEngine();
    },
  });
  urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
  urls.splice(40, 0, `${site.origin}${poison}`);
  trawl = await openTrawl({ args: [await writeNumberedJob(folder, 'Poisoned', urls)] });
});
afterAll(() => site.close());

/** To Trawl, the page is the cause: a crash, and not a kill. */
async function crashEngine(): Promise<void> {
  const pid = await enginePid(trawl);
  victims.push(pid);
  process.kill(pid, 'SIGSEGV');
}

const failure = 'The page ended the engine twice (it is left out so that the others can go on).';

describe('a URL that crashes the engine', () => {
  it('is tried twice, then failed with the reason; the window says so, and the rest goes on', async () => {
    const { page } = trawl;
    const said = await noteWhatIsSaid(trawl);
    await page.getByText(`${pageCount + 1} URLs`).waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('is running again, and the run goes on.').first().waitFor();
    await page.getByText('Finished, 1 failed').first().waitFor();
    expect(victims).toHaveLength(2);
    expect(new Set(victims).size).toBe(2);
    expect(await said()).toContain(
      'The part of Trawl that fetches pages ended by itself and is being started again. Nothing that was done is lost.',
    );

    await page.getByRole('tab', { name: /^Errors/ }).click();
    await page.getByText('CRASHED', { exact: true }).waitFor();
    await page.getByText('The page ended the engine twice').filter({ visible: true }).waitFor();
    const { rows } = await exportTable(trawl, join(folder, 'table.csv'), pageCount + 1);
    expect(rows).toEqual(
      urls.map((url) =>
        url.endsWith(poison)
          ? { url, title: '', status: '', final_url: '', error: `CRASHED: ${failure}` }
          : numberedRow(url),
      ),
    );
    expect(victims).toHaveLength(2);
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
