import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The variables in which the system looks for its temporary folder. */
const names = ['TMPDIR', 'TEMP', 'TMP'] as const;
const mark = 'TRAWL_TESTS_TEMP';

/** One temporary folder for all tests of a run, deleted afterwards with all that the tests leave in it. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Each project of a run calls this, in one process.
  if (process.env[mark] !== undefined) return undefined;
  const before = names.map((name) => [name, process.env[name]] as const);
  const folder = await mkdtemp(join(tmpdir(), 'trawl-tests-'));
  for (const name of [...names, mark]) process.env[name] = folder;
  return async () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    delete process.env[mark];
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
