// @ts-check
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../scripts/build.mjs';
import { startMeasured } from './measure/measured-process.mjs';
import { parseOptions } from './options.mjs';
import { profileMarkdown } from './profile/markdown.mjs';
import { readProfiles } from './profile/read-profiles.mjs';
import { writeBetween } from './report/write.mjs';
import { listOf, withSite } from './site.mjs';
import { trawlCommand } from './trawl.mjs';
import { workloadsWith } from './workloads.mjs';

/**
 * `npm run bench:profile -- [--only small,real,latency] [--way WAY] [--write]`: the time that each of Trawl's
 * processes and threads spends on each part of the work, from Node's own profiles of one run of each
 * workload.
 */
const choice = parseOptions(process.argv.slice(2));
const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('Stopped.')));
process.once('SIGTERM', () => stop.abort(new Error('Stopped.')));

const folder = await mkdtemp(join(tmpdir(), 'trawl-profile-'));
try {
  await ensureBuilt();
  const sections = [];
  for (const workload of workloadsWith(choice.pages)) {
    if (choice.only.includes(workload.name)) sections.push(await profileOnce(workload));
  }
  const markdown = sections.join('\n\n');
  process.stdout.write(`${markdown}\n`);
  if (choice.write) await writeBetween('profile', markdown);
} catch (error) {
  if (!stop.signal.aborted) throw error;
  process.exitCode = 130;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @param {import('./workloads.mjs').Workload} workload */
function profileOnce(workload) {
  const own = join(folder, workload.name);
  return withSite(workload, own, async ({ server, pages }) => {
    const list = join(own, 'list.txt');
    const urls = listOf(server.origin, pages.length, Math.round(workload.urls * choice.share));
    await writeFile(list, urls.join('\n'));
    const profiles = join(own, 'profiles');
    await mkdir(profiles);
    const task = { folder: own, list, connections: workload.connections, way: choice.way };
    // The engine's process and the threads inherit the flags of the command line's process.
    const nodeArgs = ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    const { file, args } = await trawlCommand(task, nodeArgs);
    const { code, output } = await startMeasured(file, args, { signal: stop.signal, cwd: own })
      .ended;
    if (code !== 0) throw new Error(`Trawl ended with status ${code}: ${output.trim()}`);
    const note =
      choice.way === 'processes'
        ? '\n\nProcesses that fetch are killed when a run ends, and leave no profile.'
        : '';
    return `${profileMarkdown(workload.title, readProfiles(profiles))}${note}`;
  });
}
