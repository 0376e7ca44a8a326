// @ts-check
import { Pool } from 'undici';
import { take } from './take.mjs';
import { readTask, writeRows } from './task.mjs';

/** The usual first solution: undici and cheerio in as many loops as there are connections. */

/**
 * @param {(html: string) => import('cheerio').CheerioAPI} load
 */
export async function runLoop(load) {
  const { urls, out, connections } = readTask();
  const { origin } = new URL(urls[0] ?? '');
  const pool = new Pool(origin, { connections });
  const list = urls.values();
  /** @type {object[]} */
  const rows = [];
  const loop = async () => {
    for (const url of list) {
      const { body } = await pool.request({ path: url.slice(origin.length), method: 'GET' });
      rows.push({ url, ...take(load(await body.text())) });
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  await pool.close();
  writeRows(out, rows);
}
