// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const sampleSite = fileURLToPath(new URL('../dist/sample-site.js', import.meta.url));

/** The folder of pages from the real web, beside the project. */
export const realPages = fileURLToPath(new URL('../../shared/pages', import.meta.url));

/**
 * @param {string} folder
 * @returns {readonly Buffer[] | null} null: there are none
 */
export function readPages(folder) {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder).filter((name) => name.endsWith('.html.gz'));
  return files.sort().map((name) => gunzipSync(readFileSync(join(folder, name))));
}

/**
 * Pages of the sample site with these sizes in bytes, each with a number of its own in its values.
 * @param {readonly number[]} sizes
 * @returns {Promise<readonly Buffer[]>}
 */
export async function generatePages(sizes) {
  const site = fork(sampleSite, ['--port', '0', '--latency', '0'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const [{ origins, error }] = await once(site, 'message');
    if (error) throw new Error(error.message);
    /** @type {Buffer[]} */
    const pages = [];
    for (const [index, size] of sizes.entries()) {
      const answer = await fetch(`${origins[0]}/bytes/${index + 1}?size=${size}`);
      pages.push(Buffer.from(await answer.arrayBuffer()));
    }
    return pages;
  } finally {
    const ended = once(site, 'exit');
    site.disconnect();
    await ended;
  }
}
