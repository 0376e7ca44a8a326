// @ts-check
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

/**
 * What a long list costs: the time until a killed run with so many queued requests fetches again,
 * and the memory of the engine's process, at two lengths of the list. Linux (it reads /proc).
 *
 *   npm run bench:large -- [--small 100000] [--large 1000000] [--seconds 8]
 */
const choice = options({ small: 100_000, large: 1_000_000, seconds: 8 });
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const page = '<!doctype html><title>Page</title><h1>Heading</h1><p>Some text.</p>';

const server = createServer((_request, response) => {
  onRequest();
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(page);
});
let onRequest = () => {
  // Nothing runs yet.
};
await new Promise((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(null));
});
const address = server.address();
const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
const folder = await mkdtemp(join(tmpdir(), 'trawl-large-'));
try {
  const small = await measure(choice.small);
  const large = await measure(choice.large);
  const ratio = (/** @type {keyof Measure} */ key) => (large[key] / small[key]).toFixed(2);
  console.log(`memory at ${choice.large} against ${choice.small}:`);
  console.log(`  importing ${ratio('importMb')} times, running ${ratio('runningMb')} times,`);
  console.log(`  resumed ${ratio('resumedMb')} times`);
} finally {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
}

/** @typedef {{ importMb: number, runningMb: number, resumeMs: number, resumedMb: number }} Measure */

/**
 * @param {number} count
 * @returns {Promise<Measure>}
 */
async function measure(count) {
  const list = join(folder, `${count}.txt`);
  const lines = Array.from({ length: count }, (_, index) => `${origin}/page/${index + 1}`);
  await writeFile(list, lines.join('\n'));
  const job = join(folder, `${count}.json`);
  const fields = [
    { name: 'title', css: 'title' },
    { name: 'heading', css: 'h1' },
  ];
  const options = { concurrency: 16, perHost: 16 };
  const rules = { version: 1, name: 'Large', urls: { file: list }, fields, options };
  await writeFile(job, JSON.stringify(rules));
  const data = join(folder, `data-${count}`);

  const first = await life(['run', job, '--data', data, '--quiet', '--out', join(folder, 'x.csv')]);
  const again = await life([
    'resume',
    'last',
    '--data',
    data,
    '--quiet',
    '--out',
    join(folder, 'x.csv'),
  ]);
  const result = {
    importMb: first.beforeMb,
    runningMb: first.afterMb,
    resumeMs: again.firstMs,
    resumedMb: again.afterMb,
  };
  console.log(
    `${count} URLs: import ${(first.firstMs / 1000).toFixed(1)} s, ${mb(first.beforeMb)};` +
      ` running ${mb(first.afterMb)} (${first.pages} pages); ` +
      `killed, resumed: first fetch after ${Math.round(again.firstMs)} ms, ${mb(again.afterMb)}`,
  );
  return result;
}

/**
 * Runs the command line until it has fetched for a while, then kills it.
 * @param {string[]} words
 * @returns {Promise<{ firstMs: number, beforeMb: number, afterMb: number, pages: number }>}
 *   until the first fetch, and the peaks of the memory before and after it
 */
async function life(words) {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [cli, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  let firstMs = 0;
  let pages = 0;
  const peaks = { before: 0, after: 0 };
  const first = new Promise((resolve) => {
    onRequest = () => {
      pages += 1;
      firstMs ||= performance.now() - beganMs;
      resolve(null);
    };
  });
  const sampling = setInterval(() => {
    const now = residentMb(engineOf(child.pid ?? 0));
    if (firstMs === 0) peaks.before = Math.max(peaks.before, now);
    else peaks.after = Math.max(peaks.after, now);
  }, 20);
  await Promise.race([first, exited]);
  await Promise.race([
    new Promise((resolve) => setTimeout(resolve, choice.seconds * 1000)),
    exited,
  ]);
  clearInterval(sampling);
  const engine = engineOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await exited;
  // What it still fetches would count for the next life.
  while (engine > 0 && residentMb(engine) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { firstMs, beforeMb: peaks.before, afterMb: peaks.after, pages };
}

/**
 * The command line starts the engine as a process of its own.
 * @param {number} pid
 */
function engineOf(pid) {
  return Number.parseInt(readProc(`${pid}/task/${pid}/children`), 10);
}

/** @param {number} pid */
function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readProc(`${pid}/status`))?.[1] ?? 0) / 1024;
}

/** @param {string} name */
function readProc(name) {
  try {
    return readFileSync(`/proc/${name}`, 'utf8');
  } catch (error) {
    // It has just ended, or not begun.
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

/** @param {number} value */
function mb(value) {
  return `${Math.round(value)} MB`;
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
