// @ts-check
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installCrawlee } from '../crawlee/install.mjs';
import { commandOf, linesOfJson } from '../engines.mjs';
import { peakMb, startMeasured } from '../measure/measured-process.mjs';
import { jobCommand, trawlResults } from '../trawl.mjs';
import { checkPrices, startScriptedSite } from './scripted-site.mjs';

/**
 * The workloads of pages that are built by script.
 * @typedef {import('../engines.mjs').Engine} Engine
 * @typedef {{ repeats: number, share: number, folder: string, signal: AbortSignal, say: (line: string) => void, engines: readonly string[] | null }} Choice
 */

const atOnce = 8;
/** Reading the memory of a dozen processes of a browser takes a good part of a tenth of a second. */
const sampleEveryMs = 1000;

const fields = [
  { name: 'title', css: 'h1' },
  { name: 'price', css: '.price' },
];

/** @param {object} [more] */
export const renderingJob = (more = {}) => ({
  fields,
  options: {
    render: 'always',
    renderWindows: atOnce,
    concurrency: atOnce,
    perHost: atOnce,
    pace: 'fixed',
    robots: false,
    ...more,
  },
});

/**
 * @param {string} name
 * @param {string} title
 * @param {(origin: string) => object} options of its job
 * @returns {Pick<Engine, 'name' | 'title' | 'results'> & { command: (task: import('../engines.mjs').Task, origin: string) => ReturnType<Engine['command']> }}
 */
const trawl = (name, title, options) => ({
  name,
  title,
  command: (task, origin) => jobCommand(task, renderingJob(options(origin))),
  results: trawlResults,
});

const crawlee = {
  name: 'crawlee',
  title: 'Crawlee 3.18 PlaywrightCrawler, chromium-headless-shell',
  command: commandOf(process.execPath, [], 'crawlee/render.mjs'),
  results: linesOfJson,
};

const countedFrom =
  'The time counts from the first request that a script makes ("first request"), so that no start of a browser is in it.';

/**
 * All of a site's pages are built by script: Trawl beside Crawlee.
 * @param {Choice} choice
 */
export async function measureRendering(choice) {
  const wanted = (/** @type {string} */ name) => choice.engines?.includes(name) ?? true;
  const missing = wanted('crawlee') ? await installCrawlee() : null;
  if (missing !== null) choice.say(missing);
  const workload = {
    name: 'rendering',
    title: `Pages of one script and one request of 20 ms, rendered, ${atOnce} at once`,
    note: countedFrom,
  };
  const engines = [
    ...(wanted('trawl') ? [trawl('trawl', 'Trawl', () => ({}))] : []),
    ...(wanted('crawlee') && missing === null ? [crawlee] : []),
  ];
  const count = Math.round(400 * choice.share);
  const paths = Array.from({ length: count }, (_, index) => `/scripted/${index}`);
  return measureInTurn(workload, engines, paths, choice);
}

/**
 * Half of a site's pages need a browser: `auto`, which has to find out, beside the best choice for each page, which
 * is given to it.
 * @param {Choice} choice
 */
export async function measureAuto(choice) {
  const workload = {
    name: 'auto',
    title: `A site of which half needs a browser, ${atOnce} at once`,
    note: `${countedFrom} In the best choice for each page, a person has said which pages are rendered.`,
    against: { name: 'best', title: '× the best choice' },
  };
  const engines = [
    trawl('trawl', 'Trawl, auto', () => ({ render: 'auto' })),
    trawl('best', 'Trawl, the best choice for each page', (origin) => ({
      render: 'auto',
      renderOverrides: { [`${origin}/scripted/…`]: 'always', [`${origin}/plain/…`]: 'never' },
    })),
  ];
  const half = Math.round(300 * choice.share);
  const paths = Array.from({ length: half }, (_, index) => [
    `/scripted/${index}`,
    `/plain/${index}`,
  ]).flat();
  return measureInTurn(workload, engines, shuffled(paths), choice);
}

/**
 * @template {{ name: string, title: string }} Workload
 * @param {Workload} workload
 * @param {readonly { name: string, title: string, command: (task: import('../engines.mjs').Task, origin: string) => ReturnType<Engine['command']>, results: Engine['results'] }[]} engines
 * @param {readonly string[]} paths
 * @param {Choice} choice
 */
async function measureInTurn(workload, engines, paths, choice) {
  const folder = join(choice.folder, workload.name);
  const site = await startScriptedSite();
  const urls = paths.map((path) => site.origin + path);
  const scripted = paths.filter((path) => path.startsWith('/scripted/')).length;
  const series = engines.map((engine) => ({
    engine,
    urls: urls.length,
    rounds: /** @type {import('../measure-workload.mjs').Round[]} */ ([]),
    failure: /** @type {string | null} */ (null),
  }));
  try {
    for (let round = 1; round <= choice.repeats; round += 1) {
      // Each is first in one of two rounds, since the machine may become busier.
      for (const one of round % 2 === 1 ? series : series.toReversed()) {
        const own = join(folder, `${one.engine.name}-${round}`);
        const what = `${workload.name} ${round}: ${one.engine.name}`;
        await mkdir(own, { recursive: true });
        try {
          const result = await runOnce(one.engine, own);
          one.rounds.push(result);
          choice.say(
            `${what} ${result.perSecond.toFixed(1)} pages/s, ${(result.wallMs / 1000).toFixed(1)} s`,
          );
        } catch (error) {
          choice.signal.throwIfAborted();
          one.failure = error instanceof Error ? error.message : String(error);
          choice.say(`${what} FAILED: ${one.failure}`);
        }
        await rm(own, { recursive: true, force: true });
      }
    }
  } finally {
    await site.close();
  }
  return { workload, server: 'Node', series };

  /**
   * @param {(typeof engines)[number]} engine
   * @param {string} own
   * @returns {Promise<import('../measure-workload.mjs').Round>}
   */
  async function runOnce(engine, own) {
    const list = join(own, 'list.txt');
    await writeFile(list, `${urls.join('\n')}\n`);
    const task = { folder: own, list, connections: atOnce, way: null };
    const { file, args } = await engine.command(task, site.origin);
    site.forget();
    const running = startMeasured(file, args, { signal: choice.signal, cwd: own, sampleEveryMs });
    const { code, output, wallMs, cpuMs } = await running.ended;
    if (code !== 0) throw new Error(`it ended with status ${code}: ${output.trim().slice(-2000)}`);
    const { pages, scripted: asked, firstMs } = site.seen();
    if (pages !== urls.length) throw new Error(`${pages} pages were asked for, not ${urls.length}`);
    const { rows, lastRowMs } = await engine.results(own);
    checkPrices(rows, urls);
    // Otherwise its values would not come from where they should.
    if (asked < scripted) throw new Error(`${asked} scripts ran, not ${scripted}`);
    return {
      perSecond: urls.length / ((lastRowMs - firstMs) / 1000),
      startMs: firstMs - running.startedMs,
      wallMs,
      cpuMsPerPage: cpuMs === null ? null : cpuMs / urls.length,
      memoryMb: peakMb(running.memory),
      serverShare: 0,
      differing: 0,
    };
  }
}

/**
 * Always in the same order: by a generator with a fixed beginning (mulberry32).
 * @param {readonly string[]} paths
 */
function shuffled(paths) {
  let state = 9;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return paths
    .map((path) => ({ path, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ path }) => path);
}
