// @ts-check
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist, ensureBuilt } from '../scripts/build.mjs';
import { main } from '../scripts/main.mjs';
import { installCrawlee } from './crawlee/install.mjs';
import { treeMemoryMb } from './measure/proc.mjs';
import { spreadOf } from './measure/statistics.mjs';

/**
 * `npm run bench:rendering [-- --pages N] [--at-once N] [--repeats N] [--memory]`: pages of one script and one request of 20 ms, rendered by Trawl's command line
 * and by Crawlee's PlaywrightCrawler, in turn, with as many pages at once. Counted from the first page that
 * the server is asked for to the last answer, so that no start counts. The rows have to be equal.
 *
 * With `--memory`, Trawl alone, and the memory of all its processes as the run goes on.
 */
const number = (/** @type {string} */ name, /** @type {number} */ otherwise) => {
  const place = process.argv.indexOf(name);
  return place < 0 ? otherwise : Number(process.argv[place + 1]);
};
const pages = number('--pages', 400);
const atOnce = number('--at-once', 8);
const repeats = number('--repeats', 3);
const memoryOnly = process.argv.includes('--memory');
const latencyMs = 20;

const script = `fetch('/data' + location.pathname).then((answer) => answer.json()).then(({ price }) => {
  const element = document.createElement('p');
  element.className = 'price';
  element.textContent = price;
  document.querySelector('main').append(element);
});`;

await main(async () => {
  await ensureBuilt();
  const problem = memoryOnly ? null : await installCrawlee();
  if (problem !== null) throw new Error(problem);
  const folder = await mkdtemp(join(tmpdir(), 'trawl-rendering-'));
  let seen = { first: 0, last: 0, pages: 0 };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/robots.txt') response.writeHead(404).end();
    else if (path === '/script.js') {
      response.setHeader('content-type', 'text/javascript');
      response.setHeader('cache-control', 'max-age=600');
      response.end(script);
    } else if (path.startsWith('/data/')) {
      setTimeout(() => {
        seen.last = performance.now();
        seen.pages += 1;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ price: `€ ${path.split('/').at(-1)}.00` }));
      }, latencyMs);
    } else {
      if (seen.first === 0) seen.first = performance.now();
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><title>Page</title><main><h1>Page ${path}</h1></main><script src="/script.js"></script>`,
      );
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const urls = Array.from(
    { length: pages },
    (_, index) => `http://127.0.0.1:${port}/page/${index}`,
  );
  const list = join(folder, 'list.txt');
  const job = join(folder, 'job.json');
  await writeFile(list, `${urls.join('\n')}\n`);
  await writeFile(
    job,
    JSON.stringify({
      version: 2,
      name: 'Rendering',
      urls: { file: 'list.txt' },
      fields: [
        { name: 'title', css: 'h1' },
        { name: 'price', css: '.price' },
      ],
      options: {
        render: 'always',
        renderWindows: atOnce,
        concurrency: atOnce,
        perHost: atOnce,
        pace: 'fixed',
      },
    }),
  );
  /** @type {Record<string, { args: string[], read: () => Promise<string[]> }>} */
  const engines = {
    trawl: {
      args: [join(dist, 'cli.js'), 'run', job, '--quiet', '--out', join(folder, 'trawl.csv')],
      read: async () =>
        (await readFile(join(folder, 'trawl.csv'), 'utf8'))
          .replace(/^\ufeff/, '')
          .trim()
          .split(/\r?\n/)
          .slice(1)
          .map((line) => line.split(',').slice(0, 3).join('|')),
    },
    crawlee: {
      args: [
        join(import.meta.dirname, 'crawlee', 'render.mjs'),
        list,
        join(folder, 'crawlee.jsonl'),
        String(atOnce),
      ],
      read: async () =>
        (await readFile(join(folder, 'crawlee.jsonl'), 'utf8'))
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
          .map(({ url, title, price }) => [url, title, price].join('|')),
    },
  };
  /** @type {Record<string, number[]>} */
  const rates = { trawl: [], crawlee: [] };
  /** @type {Record<string, string>} */
  const rows = {};
  try {
    if (memoryOnly) {
      await runToEnd(engines['trawl']?.args ?? [], folder, (pid) => {
        const step = Math.max(1, Math.round(pages / 10));
        let next = step;
        const sampling = setInterval(() => {
          if (seen.pages < next) return;
          console.log(`${seen.pages} pages: ${Math.round(treeMemoryMb(pid))} MB`);
          next = seen.pages - (seen.pages % step) + step;
        }, 200);
        return () => clearInterval(sampling);
      });
      return;
    }
    for (let round = 1; round <= repeats; round += 1) {
      for (const [name, engine] of Object.entries(engines)) {
        seen = { first: 0, last: 0, pages: 0 };
        await runToEnd(engine.args, folder);
        const perSecond = pages / ((seen.last - seen.first) / 1000);
        rates[name]?.push(perSecond);
        rows[name] = (await engine.read()).toSorted().join('\n');
        console.log(`${round}: ${name} ${perSecond.toFixed(1)} pages a second`);
      }
      if (rows['trawl'] !== rows['crawlee']) throw new Error('The rows differ.');
    }
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
  const median = (/** @type {string} */ name) => spreadOf(rates[name] ?? [])?.median ?? 0;
  const [trawl, crawlee] = [median('trawl'), median('crawlee')];
  console.log(
    `${pages} pages, ${atOnce} at once: Trawl ${trawl.toFixed(1)}, Crawlee ${crawlee.toFixed(1)} pages a second, ${(trawl / crawlee).toFixed(1)} times as many. The rows are equal.`,
  );
});

/**
 * @param {string[]} args
 * @param {string} folder
 * @param {(pid: number) => () => void} [watch] Returns a function that ends it.
 */
async function runToEnd(args, folder, watch) {
  const env = { ...process.env, TRAWL_DATA_DIR: join(folder, 'data') };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const unwatch = watch?.(child.pid ?? 0);
  const code = await new Promise((resolve) => child.on('close', resolve));
  unwatch?.();
  if (code !== 0) throw new Error(`${args[0]} ended with status ${code}`);
}
