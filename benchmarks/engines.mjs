// @ts-check
import { spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installCrawlee } from './crawlee/install.mjs';
import { trawlCommand, trawlResults } from './trawl.mjs';

/**
 * @typedef {{ folder: string, list: string, connections: number, way: string | null }} Task
 *
 * @typedef {object} Engine
 * @property {string} name
 * @property {string} title
 * @property {number} share The share of the list that it fetches: the rate of the slow engines does not
 *   depend on the length of the list, and they would take most of the time.
 * @property {import('./check-rows.mjs').Agreement} agreement
 * @property {readonly string[]} [workloads] All of them unless given.
 * @property {() => Promise<string | null>} missing A sentence that names the missing part and how to get it.
 * @property {(task: Task) => Promise<{ file: string, args: readonly string[] }>} command
 * @property {(folder: string) => Promise<{ rows: readonly any[], lastRowMs: number }>} results
 *   `lastRowMs`: when the last row was stored, in milliseconds since 1970
 */

const nothingMissing = async () => null;

/** @type {readonly Engine[]} */
export const engines = [
  {
    name: 'trawl',
    title: 'Trawl',
    share: 1,
    agreement: 'close',
    missing: nothingMissing,
    command: trawlCommand,
    results: trawlResults,
  },
  program('fetch-only', 'undici, fetching only, no parsing, one process', { agreement: 'bytes' }),
  program('cheerio-slim', 'a plain loop of undici and cheerio/slim (htmlparser2)'),
  program('cheerio', 'a plain loop of undici and cheerio (parse5)', {
    share: 0.2,
  }),
  {
    ...program('crawlee', 'Crawlee 3.18 CheerioCrawler'),
    agreement: 'close',
    missing: installCrawlee,
    command: commandOf(process.execPath, [], 'crawlee/crawl.mjs'),
  },
  python('scrapy', 'Scrapy', 'scrapy_spider.py', ['scrapy']),
  python('aiohttp', 'aiohttp and BeautifulSoup (lxml)', 'aiohttp_loop.py', ['aiohttp']),
  python('requests-threads', 'requests, a thread for each connection', 'requests_threads.py', [
    'requests',
  ]),
  {
    ...python('requests-processes', 'requests, process pool', 'requests_processes.py', [
      'requests',
    ]),
    // Programs that wait for 100 connections need no process for each of them.
    workloads: ['small', 'real'],
  },
];

/**
 * A program of `engines/` that runs on Node.
 * @param {string} name
 * @param {string} title
 * @param {Partial<Pick<Engine, 'share' | 'agreement'>>} [differences]
 * @returns {Engine}
 */
function program(name, title, differences = {}) {
  return {
    name,
    title,
    share: 1,
    agreement: 'close',
    missing: nothingMissing,
    command: commandOf(process.execPath, [], `engines/${name}.mjs`),
    results: linesOfJson,
    ...differences,
  };
}

/**
 * A program of `engines/` that runs on Python.
 * @param {string} name
 * @param {string} title
 * @param {string} file
 * @param {readonly string[]} modules
 * @returns {Engine}
 */
function python(name, title, file, modules) {
  const needed = modules.includes('scrapy') ? modules : [...modules, 'bs4', 'lxml'];
  // Debian's packages belong to Debian's Python, which need not be the first one on the path.
  const interpreters = ['/usr/bin/python3', 'python3'];
  const can = (/** @type {string} */ one) =>
    spawnSync(one, ['-c', `import ${needed.join(', ')}`]).status === 0;
  let found = interpreters[0] ?? '';
  return {
    name,
    title,
    share: 0.2,
    agreement: 'close',
    async missing() {
      const able = interpreters.find(can);
      found = able ?? found;
      const packages = needed.map((module) => `python3-${module}`).join(' ');
      return able === undefined
        ? `${title} is left out: Python cannot import ${needed.join(', ')} (Debian: apt-get install ${packages}).`
        : null;
    },
    command: (task) => commandOf(found, ['-B'], `engines/${file}`)(task),
    results: linesOfJson,
  };
}

/**
 * @param {string} interpreter
 * @param {readonly string[]} options
 * @param {string} program
 * @returns {Engine['command']}
 */
export function commandOf(interpreter, options, program) {
  const path = fileURLToPath(new URL(`./${program}`, import.meta.url));
  return async ({ folder, list, connections }) => ({
    file: interpreter,
    args: [...options, path, list, join(folder, 'rows.jsonl'), String(connections)],
  });
}

/** @type {Engine['results']} */
export async function linesOfJson(folder) {
  const file = join(folder, 'rows.jsonl');
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  const rows = lines.map((line) => JSON.parse(line));
  return { rows, lastRowMs: (await stat(file)).mtimeMs };
}
