import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTrawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';

watchApps();
const dataFolder = join(folderForTests(), 'data');
const id = 'lq0000000-damaged';
const file = join(dataFolder, 'library', id, 'job.json');
const damaged = `{"version":2,"name":"Prices of 2024","each":`;

describe('a job whose file is damaged', () => {
  it('stands in the list, says what is wrong and where, and can be deleted and brought back', async () => {
    mkdirSync(join(dataFolder, 'library', id), { recursive: true });
    writeFileSync(file, damaged);
    writeFileSync(join(dataFolder, 'library', id, 'urls.txt'), 'https://a.example/\n');
    const { app, page, takeTroubles } = await openTrawl({ dataFolder });
    const item = page.getByRole('button', { name: 'Untitled job Cannot be read', exact: true });
    await item.click();
    const panel = page.getByRole('region', { name: 'A job that cannot be read' });
    await panel.getByText('This is not JSON: line 1, column 45: it ends too early.').waitFor();
    await panel.getByText(file, { exact: true }).waitFor();

    await app.evaluate(({ shell }) => {
      shell.showItemInFolder = (shown) => Object.assign(globalThis, { shown });
    });
    await panel.getByRole('button', { name: 'Show in folder' }).click();
    expect(await app.evaluate(() => Reflect.get(globalThis, 'shown'))).toBe(file);

    await panel.getByRole('button', { name: 'Delete' }).click();
    await item.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await panel.getByText(file, { exact: true }).waitFor();
    expect(readFileSync(file, 'utf8')).toBe(damaged);

    await page.getByRole('button', { name: 'New job' }).first().click();
    await page.getByText('No URLs yet').waitFor();
    expect(await panel.count()).toBe(0);
    expect(takeTroubles()).toEqual([]);
  });
});
