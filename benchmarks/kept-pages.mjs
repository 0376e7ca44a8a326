// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { ensureBuilt } from '../scripts/build.mjs';
import { jobFields } from './fields.mjs';
import { generatePages, readPages } from './pages.mjs';
import { startNode } from './servers/node.mjs';

/**
 * What keeping pages costs, in pairs of runs with and without it, and how fast kept pages are read again:
 *
 *   npm run bench:kept -- [--pages 10000] [--pairs 3]
 *
 * The pages are those of shared/raw-pages beside the project, or of the sample site where there are none.
 */
const choice = { pages: 10_000, pairs: 3 };
const words = process.argv.slice(2);
for (let at = 0; at < words.length; at += 2) {
  if (words[at] === '--pages') choice.pages = Number(words[at + 1]);
  else if (words[at] === '--pairs') choice.pairs = Number(words[at + 1]);
  else throw new Error(`There is no option ${words[at]}.`);
}
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const rawPages = fileURLToPath(new URL('../../shared/raw-pages', import.meta.url));
await ensureBuilt();
const folder = await mkdtemp(join(tmpdir(), 'trawl-kept-'));
try {
  const site = join(folder, 'site');
  const count = await writePages(site);
  const server = await startNode({ pages: site, latencyMs: 0 });
  try {
    const list = Array.from(
      { length: choice.pages },
      (_, at) => `${server.origin}/${at % count}.html?${at}`,
    );
    await writeFile(join(folder, 'list.txt'), list.join('\n'));
    for (let pair = 1; pair <= choice.pairs; pair += 1) {
      // The order changes from pair to pair, so that neither is always the first.
      for (const keepPages of pair % 2 === 0 ? [true, false] : [false, true]) {
        const data = join(folder, `data-${pair}-${keepPages}`);
        await trawl(['run', await job(keepPages), '--allow-warnings', '--data', data]);
        say(
          `${pair}. ${keepPages ? 'with kept pages' : 'without        '}: ${await figures(data)}`,
        );
        if (!keepPages) await rm(data, { recursive: true });
      }
      const data = join(folder, `data-${pair}-true`);
      await trawl(['extract', 'last', await job(true), '--data', data]);
      say(`${pair}. read again     : ${await figures(data)}`);
      await rm(data, { recursive: true });
    }
  } finally {
    await server.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

/** @param {string} site */
async function writePages(site) {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(site);
  const pages = existsSync(rawPages)
    ? (readPages(rawPages) ?? [])
    : await generatePages(Array.from({ length: 100 }, () => 50_000));
  for (const [at, page] of pages.entries()) await writeFile(join(site, `${at}.html`), page);
  const bytes = pages.reduce((sum, page) => sum + page.length, 0);
  say(`${choice.pages} pages of ${Math.round(bytes / pages.length / 1000)} kB each on average.`);
  return pages.length;
}

/** @param {boolean} keepPages */
async function job(keepPages) {
  const file = join(folder, `job-${keepPages}.json`);
  const options = { concurrency: 64, perHost: 64, retries: 0, keepPages };
  const urls = { file: 'list.txt' };
  await writeFile(
    file,
    JSON.stringify({ version: 2, name: 'Kept', urls, fields: jobFields, options }),
  );
  return file;
}

/** @param {readonly string[]} args */
async function trawl(args) {
  const child = spawn(
    process.execPath,
    [cli, ...args, '--quiet', '--out', join(folder, 'rows.csv')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`trawl ${args[0]} ended with ${code}.`);
}

/**
 * Of the newest run.
 * @param {string} data
 */
async function figures(data) {
  const { readdir } = await import('node:fs/promises');
  const names = (await readdir(join(data, 'runs'))).filter((name) => name.endsWith('.sqlite'));
  const file = join(data, 'runs', names.sort().at(-1) ?? '');
  const db = new Database(file, { readonly: true });
  const value = (/** @type {string} */ key) =>
    JSON.parse(
      /** @type {any} */ (db.prepare('SELECT value FROM meta WHERE key = ?').get(key)).value,
    );
  const seconds = value('elapsedMs') / 1000;
  const { done, failed, rows } = value('counts');
  db.close();
  const kept = await stat(file.replace('.sqlite', '.warc.gz')).catch(() => null);
  const size = kept === null ? '' : `, ${(kept.size / done / 1000).toFixed(1)} kB a page kept`;
  return `${Math.round(done / seconds)} pages a second (${done} done, ${failed} failed, ${rows} rows in ${seconds.toFixed(1)} s)${size}`;
}
