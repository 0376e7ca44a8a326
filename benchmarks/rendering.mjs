// @ts-check
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/build.mjs';
import { main } from '../scripts/main.mjs';
import { treeMemoryMb } from './measure/proc.mjs';
import { renderingJob } from './rendering/measure-rendering.mjs';
import { startScriptedSite } from './rendering/scripted-site.mjs';
import { jobCommand } from './trawl.mjs';

/**
 * `npm run bench:rendering [-- --pages N]`: the memory of all of Trawl's processes as a run over one site goes on
 * whose pages are built by script, ten times as often in it. How fast it renders is in `npm run bench`.
 */
const { values } = parseArgs({ options: { pages: { type: 'string', default: '5000' } } });
const pages = Number(values.pages);

await main(async () => {
  await ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'trawl-rendering-'));
  const site = await startScriptedSite();
  try {
    const list = join(folder, 'list.txt');
    const urls = Array.from({ length: pages }, (_, index) => `${site.origin}/scripted/${index}`);
    await writeFile(list, `${urls.join('\n')}\n`);
    await mkdir(join(folder, 'data'));
    const { file, args } = await jobCommand({ folder, list }, renderingJob());
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const step = Math.max(1, Math.round(pages / 10));
    let next = step;
    const sampling = setInterval(() => {
      const { scripted } = site.seen();
      if (scripted < next || child.pid === undefined) return;
      console.log(`${scripted} pages: ${Math.round(treeMemoryMb(child.pid))} MB`);
      next = scripted - (scripted % step) + step;
    }, 200);
    const code = await new Promise((resolve) => child.on('close', resolve));
    clearInterval(sampling);
    if (code !== 0) throw new Error(`Trawl ended with status ${code}.`);
  } finally {
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
});
