// @ts-check
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { peakMb, startMeasured } from './measure/measured-process.mjs';
import { listOf, withSite } from './site.mjs';
import { resumeCommand, trawlCommand } from './trawl.mjs';

/**
 * The cost of a list of a given length: the memory of all of Trawl's processes while the list is read and
 * while it runs; then, unless the run ended in that time, it is killed and resumed.
 * @typedef {object} MemoryResult
 * @property {number} urls
 * @property {number} importMs From the start of the command line until the first request.
 * @property {number | null} importMb
 * @property {number | null} runningMb
 * @property {number} pages Fetched while it ran.
 * @property {boolean} whole Whether it ran to its end.
 * @property {number | null} resumeMs From the start of the command line until the first request.
 * @property {number | null} resumedMb
 */

/**
 * @param {import('./workloads.mjs').Workload} workload
 * @param {{ counts: readonly number[], seconds: number, way: string | null, folder: string, signal: AbortSignal, say: (line: string) => void }} choice
 * @returns {Promise<readonly MemoryResult[]>}
 */
export function measureMemory(workload, choice) {
  const folder = join(choice.folder, 'memory');
  return withSite(workload, folder, async ({ server, pages }) => {
    /** @type {MemoryResult[]} */
    const results = [];
    for (const urls of choice.counts) {
      const own = join(folder, String(urls));
      await mkdir(own);
      const list = join(own, 'list.txt');
      await writeFile(list, listOf(server.origin, pages.length, urls).join('\n'));
      const task = { folder: own, list, connections: workload.connections, way: choice.way };
      const first = await life(await trawlCommand(task), own, server, choice);
      const again = first.whole ? null : await life(resumeCommand(own), own, server, choice);
      const result = {
        urls,
        importMs: first.firstMs,
        importMb: first.beforeMb,
        runningMb: first.afterMb,
        pages: first.pages,
        whole: first.whole,
        resumeMs: again?.firstMs ?? null,
        resumedMb: again?.afterMb ?? null,
      };
      const peak = first.afterMb === null ? '' : `, ${Math.round(first.afterMb)} MB`;
      choice.say(`memory: ${urls} URLs, ${first.pages} pages fetched${peak}`);
      results.push(result);
      await rm(own, { recursive: true, force: true });
    }
    return results;
  });
}

/**
 * Runs the command line until it has fetched for a while, then kills it together with its engine.
 * @param {{ file: string, args: readonly string[] }} command
 * @param {string} cwd
 * @param {import('./servers/page-server.mjs').PageServer} server
 * @param {{ seconds: number, signal: AbortSignal }} choice
 */
async function life({ file, args }, cwd, server, { seconds, signal }) {
  await server.forget();
  const running = startMeasured(file, args, { signal, cwd });
  let over = false;
  const ended = running.ended.finally(() => {
    over = true;
  });
  while (!over && (await server.seen()).requests === 0) await wait(20);
  const enough = setTimeout(running.kill, seconds * 1000);
  const { code, output } = await ended.finally(() => clearTimeout(enough));
  const { requests, firstMs } = await server.seen();
  const whole = code === 0;
  if (!whole && (code !== null || requests === 0)) {
    throw new Error(`Trawl ended with status ${code}: ${output.trim().slice(-2000)}`);
  }
  return {
    firstMs: firstMs - running.startedMs,
    beforeMb: peakMb(running.memory.filter(({ atMs }) => atMs < firstMs)),
    afterMb: peakMb(running.memory.filter(({ atMs }) => atMs >= firstMs)),
    pages: requests,
    whole,
  };
}
