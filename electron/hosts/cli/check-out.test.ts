import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOut } from './check-out.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-out-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the place of the table', () => {
  it('may be a new file, or one that is there', async () => {
    const file = join(folder, 'table.csv');
    await checkOut(file);
    await writeFile(file, 'old');
    await checkOut(file);
  });

  it('may be a bare name', async () => {
    await checkOut('table.csv');
  });

  it('is refused where its folder is not there', async () => {
    await expect(checkOut(join(folder, 'none', 'table.csv'))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('There is no folder'),
    });
  });

  it('is refused where it is a folder', async () => {
    await expect(checkOut(folder)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('is refused below a file', async () => {
    const file = join(folder, 'plain');
    await writeFile(file, '');
    await expect(checkOut(join(file, 'table.csv'))).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
