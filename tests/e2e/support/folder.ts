import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A temporary folder for the tests of one file or one `describe`; removed when they are over. */
export function folderForTests(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-e2e-'));
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
