// @ts-check
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRowCheck } from './check-rows.mjs';
import { peakMb, startMeasured } from './measure/measured-process.mjs';
import { listOf, withSite } from './site.mjs';

/**
 * One run of an engine. `perSecond` counts from the first request that the server receives until the last row
 * is stored; the time before it is `startMs`, and `wallMs` is the time of the whole process.
 * @typedef {object} Round
 * @property {number} perSecond
 * @property {number} startMs
 * @property {number} wallMs
 * @property {number | null} cpuMsPerPage
 * @property {number | null} memoryMb
 * @property {number} serverShare The share of one core that the server used.
 * @property {number} differing The share of values that differ from those of the reference parser.
 *
 * @typedef {{ engine: import('./engines.mjs').Engine, urls: number, rounds: Round[], failure: string | null }} Series
 */

/**
 * All engines in turn, as often as requested, so that other load on the machine affects all alike.
 * @param {import('./workloads.mjs').Workload} workload
 * @param {readonly import('./engines.mjs').Engine[]} engines
 * @param {{ repeats: number, share: number, way: string | null, folder: string, signal: AbortSignal, say: (line: string) => void }} choice
 * @returns {Promise<{ server: string, series: readonly Series[] }>}
 */
export function measureWorkload(workload, engines, choice) {
  const folder = join(choice.folder, workload.name);
  return withSite(workload, folder, async ({ server, pages }) => {
    const check = createRowCheck(pages);
    /** @type {Series[]} */
    const series = engines
      .filter(({ workloads }) => workloads?.includes(workload.name) ?? true)
      .map((engine) => {
        const urls = Math.round(workload.urls * choice.share * engine.share);
        return { engine, urls, rounds: [], failure: null };
      });
    for (let round = 1; round <= choice.repeats; round += 1) {
      for (const one of series) {
        const urls = listOf(server.origin, pages.length, one.urls);
        const own = join(folder, `${one.engine.name}-${round}`);
        const task = { ...choice, folder: own, urls, connections: workload.connections };
        const what = `${workload.name} ${round}: ${one.engine.name}`;
        try {
          const result = await runOnce(one.engine, task, server, check);
          one.rounds.push(result);
          choice.say(`${what} ${describe(result)}`);
        } catch (error) {
          choice.signal.throwIfAborted();
          one.failure = error instanceof Error ? error.message : String(error);
          choice.say(`${what} FAILED: ${one.failure}`);
        }
        await rm(own, { recursive: true, force: true });
      }
    }
    return { server: server.kind, series };
  });
}

/**
 * @param {import('./engines.mjs').Engine} engine
 * @param {{ folder: string, urls: readonly string[], connections: number, way: string | null, signal: AbortSignal }} task
 * @param {import('./servers/page-server.mjs').PageServer} server
 * @param {ReturnType<typeof createRowCheck>} check
 * @returns {Promise<Round>}
 */
async function runOnce(engine, { folder, urls, connections, way, signal }, server, check) {
  await mkdir(folder);
  const list = join(folder, 'list.txt');
  await writeFile(list, `${urls.join('\n')}\n`);
  const { file, args } = await engine.command({ folder, list, connections, way });
  await server.forget();
  const serverBeforeMs = server.cpuMs();
  const running = startMeasured(file, args, { signal, cwd: folder });
  const { code, output, wallMs, cpuMs } = await running.ended;
  const serverMs = server.cpuMs() - serverBeforeMs;
  if (code !== 0) throw new Error(`it ended with status ${code}: ${output.trim().slice(-2000)}`);
  const { requests, firstMs } = await server.seen();
  if (requests !== urls.length) throw new Error(`${requests} requests for ${urls.length} URLs`);
  const { rows, lastRowMs } = await engine.results(folder);
  const differing = check(rows, urls, engine.agreement);
  const runMs = lastRowMs - firstMs;
  return {
    perSecond: urls.length / (runMs / 1000),
    startMs: firstMs - running.startedMs,
    wallMs,
    cpuMsPerPage: cpuMs === null ? null : cpuMs / urls.length,
    memoryMb: peakMb(running.memory),
    serverShare: serverMs / runMs,
    differing,
  };
}

/** @param {Round} round */
function describe({ perSecond, memoryMb, wallMs, differing }) {
  const memory = memoryMb === null ? '' : `, ${Math.round(memoryMb)} MB`;
  const difference = differing === 0 ? '' : `, ${(differing * 100).toFixed(1)} % of values differ`;
  return `${Math.round(perSecond)} pages/s, ${(wallMs / 1000).toFixed(1)} s${memory}${difference}`;
}
