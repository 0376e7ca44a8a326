// @ts-check
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { startStaticServer } from './static-server.mjs';

/**
 * Pages a second through the whole of Trawl: the built command line, 5 fields, rows committed to
 * disk, the server in a process of its own.
 *
 *   npm run bench -- [--pages 5000] [--size 12288] [--concurrency 64] [--repeats 3]
 */
const choice = options({ pages: 5000, size: 12_288, concurrency: 64, repeats: 3 });

const server = await startStaticServer();
const folder = await mkdtemp(join(tmpdir(), 'trawl-bench-'));
try {
  await warmUp(server.origins[0] ?? '');
  const job = join(folder, 'job.json');
  await writeFile(job, JSON.stringify(jobFor(server.origins[0] ?? '')));
  /** @type {Measure[]} */
  const measures = [];
  for (let repeat = 0; repeat < choice.repeats; repeat += 1) {
    const measure = await once(job, join(folder, `data-${repeat}`));
    measures.push(measure);
    console.log(`run ${repeat + 1}: ${describe(measure)}`);
  }
  const median = [...measures].sort((a, b) => a.perSecond - b.perSecond)[
    Math.floor(measures.length / 2)
  ];
  if (median) console.log(`median: ${describe(median)} (${cpus().length} cores)`);
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

/**
 * `perSecond` counts from the first start to the last commit, as the run itself measures it; `wallMs`
 * is the whole process: start-up, import, run and CSV.
 * @typedef {{ perSecond: number, wallMs: number, pages: number }} Measure
 */

/**
 * @param {string} job
 * @param {string} data
 * @returns {Promise<Measure>}
 */
async function once(job, data) {
  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const startedAt = performance.now();
  const out = join(folder, 'out.csv');
  const child = spawn(process.execPath, [cli, 'run', job, '--data', data, '--out', out], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (/** @type {Buffer} */ text) => {
    said += text.toString();
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  const wallMs = performance.now() - startedAt;
  const summary = /([\d,]+) of ([\d,]+) requests done in .*\(([\d.,]+) a second\)/.exec(said);
  const [, done = '', total = '', rate = ''] = summary ?? [];
  if (code !== 0 || done === '' || done !== total) throw new Error(`The run failed:\n${said}`);
  return { perSecond: plain(rate), wallMs, pages: plain(done) };
}

/** @param {string} origin */
function jobFor(origin) {
  return {
    version: 1,
    name: 'Throughput',
    urls: [`${origin}/bytes/[1-${choice.pages}]?size=${choice.size}&latency=0&error=0`],
    fields: [
      { name: 'title', css: 'title' },
      { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
      { name: 'h1', css: 'h1' },
      { name: 'canonical', css: 'link[rel=canonical]', take: 'attr:href' },
      { name: 'links', css: 'a[href]', take: 'count' },
    ],
    options: { concurrency: choice.concurrency, perHost: choice.concurrency, retries: 0 },
  };
}

/**
 * The server's own code is cold at first; that is not the engine's speed.
 * @param {string} origin
 */
async function warmUp(origin) {
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const answer = await fetch(`${origin}/bytes/${round * 50 + index}?size=${choice.size}`);
        await answer.arrayBuffer();
      }),
    );
  }
}

/** @param {Measure} measure */
function describe({ perSecond, wallMs, pages }) {
  return `${Math.round(perSecond)} pages/s, ${pages} pages, ${(wallMs / 1000).toFixed(1)} s as a whole process`;
}

/** @param {string} text */
function plain(text) {
  return Number(text.replaceAll(',', ''));
}

/**
 * @template {Record<string, number>} T
 * @param {T} defaults
 * @returns {T}
 */
function options(defaults) {
  const given = process.argv.slice(2);
  return /** @type {T} */ (
    Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => {
        const at = given.indexOf(`--${name}`);
        return [name, at < 0 ? value : Number(given[at + 1])];
      }),
    )
  );
}
