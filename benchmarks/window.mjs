// @ts-check
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main } from '../scripts/main.mjs';
import { packageApp } from '../scripts/package.mjs';
import { withDisplay } from '../scripts/with-display.mjs';
import { measureFullSpeed } from './window/full-speed.mjs';
import { measureLargeTable } from './window/large-table.mjs';
import { measureSlowPage } from './window/slow-page.mjs';
import { measureStartUp } from './window/start-up.mjs';

/**
 * The speed of the window, measured in the packaged app on a display of its own:
 *
 *   npm run bench:window -- [--repeats 5] [--lines 1000000] [--pages 8000] [--json FILE] [PART …]
 *
 * Parts: `start`, `table`, `speed`, `slow`; all of them unless some are named. The meaning of each figure is
 * described beside the code that measures it.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repeats: { type: 'string', default: '5' },
    lines: { type: 'string', default: '1000000' },
    pages: { type: 'string', default: '8000' },
    json: { type: 'string' },
  },
});

await main(() =>
  withDisplay(import.meta.filename, async () => {
    const wanted = (/** @type {string} */ part) =>
      positionals.length === 0 || positionals.includes(part);
    const repeats = Number(values.repeats);
    const lines = Number(values.lines);
    const pages = Number(values.pages);
    await packageApp();
    const folder = await mkdtemp(join(tmpdir(), 'trawl-window-'));
    try {
      const figures = {
        machine: { cores: cpus().length, model: cpus()[0]?.model },
        ...(wanted('start') && { start: await measureStartUp({ folder, repeats }) }),
        ...(wanted('table') && { table: await measureLargeTable({ folder, repeats, lines }) }),
        ...(wanted('speed') && { speed: await measureFullSpeed({ folder, pages }) }),
        ...(wanted('slow') && { slow: await measureSlowPage({ repeats }) }),
      };
      if (values.json) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }),
);
