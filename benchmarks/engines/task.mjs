// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * What a program of this folder is told: `PROGRAM LIST OUT CONNECTIONS`. It fetches the URLs of LIST, a
 * line each, and writes a line of JSON for each into OUT, which is when it is done.
 * @returns {{ urls: readonly string[], out: string, connections: number }}
 */
export function readTask() {
  const [list = '', out = '', connections = ''] = process.argv.slice(2);
  const urls = readFileSync(list, 'utf8').split('\n').filter(Boolean);
  return { urls, out, connections: Number(connections) };
}

/**
 * @param {string} out
 * @param {readonly object[]} rows
 */
export function writeRows(out, rows) {
  writeFileSync(out, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
