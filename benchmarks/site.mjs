// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPageServer } from './servers/page-server.mjs';

/**
 * Serves the pages of a workload while `use` runs.
 * @template T
 * @param {import('./workloads.mjs').Workload} workload
 * @param {string} folder
 * @param {(site: { server: import('./servers/page-server.mjs').PageServer, pages: readonly Buffer[] }) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withSite(workload, folder, use) {
  const pages = await workload.pages();
  const files = join(folder, 'pages');
  await mkdir(files, { recursive: true });
  await Promise.all(pages.map((page, index) => writeFile(join(files, `${index}.html`), page)));
  const { latencyMs } = workload;
  const scratch = join(folder, 'server');
  const server = await startPageServer({ pages: files, latencyMs, scratch });
  try {
    // A first request for every page, so that the server has all of them in memory before the measurement.
    const list = listOf(server.origin, pages.length, pages.length);
    await Promise.all(list.map(fetchOnce));
    return await use({ server, pages });
  } finally {
    await server.close();
  }
}

/**
 * The list: all pages in turn, repeatedly; every URL is unique, since some engines fetch equal URLs once.
 * @param {string} origin
 * @param {number} pages
 * @param {number} count
 */
export function listOf(origin, pages, count) {
  return Array.from({ length: count }, (_, n) => `${origin}/${n % pages}.html?n=${n}`);
}

/**
 * The page that a URL of the list stands for.
 * @param {string} url
 */
export function pageOf(url) {
  return Number(/\/(\d+)\.html\?/.exec(url)?.[1] ?? Number.NaN);
}

/** @param {string} url */
async function fetchOnce(url) {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`The server of the benchmark answered ${answer.status}.`);
}
