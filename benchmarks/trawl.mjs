// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import Papa from 'papaparse';
import { jobFields } from './fields.mjs';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/**
 * Writes a job, and returns the command of the built command line that runs it: as in normal use, but for the
 * pages, which are not kept, since no other engine keeps them (`bench:kept` measures what that costs).
 * @param {{ folder: string, list: string, connections: number, way: string | null }} task
 * @param {readonly string[]} [nodeArgs]
 * @returns {Promise<{ file: string, args: readonly string[] }>}
 */
export async function trawlCommand({ folder, list, connections, way }, nodeArgs = []) {
  const options = {
    concurrency: connections,
    perHost: connections,
    retries: 0,
    ...(way === null ? {} : { way }),
  };
  return jobCommand({ folder, list }, { fields: jobFields, options }, nodeArgs);
}

/**
 * @param {{ folder: string, list: string }} task
 * @param {{ fields: readonly object[], options: object }} rules
 * @param {readonly string[]} [nodeArgs]
 * @returns {Promise<{ file: string, args: readonly string[] }>}
 */
export async function jobCommand({ folder, list }, rules, nodeArgs = []) {
  const job = join(folder, 'job.json');
  const urls = { file: relative(folder, list) };
  const options = { keepPages: false, ...rules.options };
  await writeFile(job, JSON.stringify({ version: 2, name: 'Benchmark', urls, ...rules, options }));
  const out = ['--out', join(folder, 'rows.csv')];
  // Many of the real pages lack some of the fields, of which the run warns.
  const words = ['run', job, '--data', join(folder, 'data'), ...out, '--allow-warnings'];
  return { file: process.execPath, args: [...nodeArgs, cli, ...words] };
}

/** @param {string} folder The same as the job's. */
export function resumeCommand(folder) {
  const out = ['--out', join(folder, 'x.csv')];
  const words = ['resume', 'last', '--data', join(folder, 'data'), ...out, '--allow-warnings'];
  return { file: process.execPath, args: [cli, ...words] };
}

/**
 * @param {string} folder
 * @returns {Promise<{ rows: readonly any[], lastRowMs: number }>}
 */
export async function trawlResults(folder) {
  const csv = await readFile(join(folder, 'rows.csv'), 'utf8');
  const { data } = Papa.parse(csv, { header: true, skipEmptyLines: true });
  return { rows: /** @type {any[]} */ (data), lastRowMs: finishedMs(runFile(folder)) };
}

/** @param {string} folder */
function runFile(folder) {
  const runs = join(folder, 'data', 'runs');
  const names = existsSync(runs) ? readdirSync(runs) : [];
  const name = names.find((one) => one.endsWith('.sqlite'));
  if (name === undefined) throw new Error('it has made no run');
  return join(runs, name);
}

/**
 * The time when the last row was committed, from the run's file.
 * @param {string} file
 * @returns {number}
 */
function finishedMs(file) {
  const db = new Database(file, { readonly: true });
  try {
    const row = db.prepare("SELECT value FROM meta WHERE key = 'finishedMs'").get();
    return Number(/** @type {{ value: string }} */ (row).value);
  } finally {
    db.close();
  }
}
