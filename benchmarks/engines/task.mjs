// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The arguments of a program of this folder: `PROGRAM LIST OUT CONNECTIONS`. It fetches the URLs of LIST, one
 * per line, and writes one line of JSON for each into OUT when all are done.
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
