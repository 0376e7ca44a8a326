// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio/slim';
import { Tokenizer } from 'htmlparser2';
import { build } from 'vite';

/**
 * The speed of extracting fields from pages in memory: megabytes per second of htmlparser2's Tokenizer alone,
 * in one pass, by a tree, and by a plain loop of cheerio/slim, in turn in one process.
 *
 *   npm run bench:extract -- [--repeats 5] [--pages FOLDER]
 *
 * FOLDER has pages as .html or .html.gz; the default is shared/pages beside the project. Those of
 * shared/raw-pages are measured as well where they are there.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const choice = { repeats: 5, pages: resolve(root, '../shared/pages') };
const words = process.argv.slice(2);
for (let at = 0; at < words.length; at += 2) {
  const value = words[at + 1] ?? '';
  if (words[at] === '--repeats') choice.repeats = Number(value);
  else if (words[at] === '--pages') choice.pages = resolve(value);
  else throw new Error(`There is no option ${words[at]}.`);
}

const fields = [
  { name: 'title', css: 'title' },
  { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
  { name: 'h1', css: 'h1' },
  { name: 'canonical', css: 'link[rel=canonical]', take: 'attr:href' },
  { name: 'links', css: 'a[href]', take: 'count' },
];

const { extractPage, compileRules, silentTokens } = await engine();
const rules = compileRules({ fields });
const byTree = { ...rules, onePass: null };
const withoutCount = compileRules({ fields: fields.slice(0, 4) });

/** @type {Readonly<Record<string, (body: Uint8Array) => unknown>>} */
const ways = {
  'Tokenizer alone': (body) => {
    const tokenizer = new Tokenizer({}, silentTokens);
    tokenizer.write(new TextDecoder().decode(body));
    tokenizer.end();
  },
  'one pass': (body) => extractPage(raw(body), rules),
  'one pass, without the count of links': (body) => extractPage(raw(body), withoutCount),
  tree: (body) => extractPage(raw(body), byTree),
  'cheerio/slim': (body) => {
    const $ = load(new TextDecoder().decode(body));
    return [
      $('title').first().text(),
      $('meta[name=description]').attr('content'),
      $('h1').first().text(),
      $('link[rel=canonical]').attr('href'),
      $('a[href]').length,
    ];
  },
};

for (const [name, pages] of Object.entries(workloads())) measure(name, pages);

/**
 * @param {string} name
 * @param {readonly Uint8Array[]} pages
 */
function measure(name, pages) {
  const bytes = pages.reduce((sum, { length }) => sum + length, 0);
  console.log(`${name}: ${pages.length} pages, ${(bytes / 1e6).toFixed(1)} MB`);
  /** @type {Map<string, number>} */
  const fastest = new Map();
  // In turn, so that other load on the machine affects all of them; the first round warms up.
  for (let repeat = 0; repeat <= choice.repeats; repeat += 1) {
    for (const [way, run] of Object.entries(ways)) {
      const startMs = performance.now();
      for (const body of pages) run(body);
      const ms = performance.now() - startMs;
      if (repeat > 0) fastest.set(way, Math.min(ms, fastest.get(way) ?? ms));
    }
  }
  const tree = fastest.get('tree') ?? 1;
  for (const [way, ms] of fastest) {
    const speed = `${(bytes / ms / 1000).toFixed(0)} MB/s`.padStart(10);
    console.log(`  ${way.padEnd(40)}${speed}${(tree / ms).toFixed(2).padStart(8)} x tree`);
  }
}

/** @returns {Record<string, readonly Uint8Array[]>} */
function workloads() {
  const small = Buffer.from(smallPage());
  /** @type {Record<string, readonly Uint8Array[]>} */
  const all = { 'a small page': Array.from({ length: 500 }, () => small) };
  if (existsSync(choice.pages)) all['real pages'] = pagesIn(choice.pages);
  const asSent = resolve(root, '../shared/raw-pages');
  if (existsSync(asSent)) all['pages as they were sent'] = pagesIn(asSent);
  return all;
}

/** @param {string} folder */
function pagesIn(folder) {
  const files = readdirSync(folder).filter((file) => /\.html(?:\.gz)?$/.test(file));
  return files.map((file) => {
    const bytes = readFileSync(join(folder, file));
    return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  });
}

/** Pages of 12.5 KB, like those of the static server of `npm run bench`. */
function smallPage() {
  const item =
    '<li class="item"><a href="/item/1?a=1&amp;b=2">An item</a> <span class="price">12.50</span></li>\n';
  const head =
    '<!doctype html><html><head><title>A page</title><meta name="description" content="What it is"><link rel="canonical" href="https://example.com/page"></head><body><h1>A page</h1><ul>\n';
  return `${head}${item.repeat(Math.round((12_500 - head.length) / item.length))}</ul></body></html>`;
}

/** @param {Uint8Array} body */
function raw(body) {
  return { body, url: 'https://example.com/', contentType: 'text/html; charset=utf-8' };
}

/** The engine's source, bundled as in the app. */
async function engine() {
  const folder = resolve(root, 'node_modules/.cache/trawl-bench', String(process.pid));
  await mkdir(folder, { recursive: true });
  try {
    const extract = resolve(root, 'electron/engine/extract');
    await writeFile(
      join(folder, 'entry.ts'),
      `export { extractPage } from '${extract}/extract-page.ts';
       export { compileRules } from '${extract}/compile-rules.ts';
       export { silentTokens } from '${extract}/../page/silent-tokens.ts';`,
    );
    await build({
      root,
      configFile: false,
      logLevel: 'warn',
      assetsInclude: ['**/*.wasm'],
      build: {
        ssr: true,
        outDir: folder,
        emptyOutDir: false,
        target: 'node20',
        minify: false,
        copyPublicDir: false,
        rolldownOptions: {
          external: [/^node:/],
          input: join(folder, 'entry.ts'),
          output: { format: 'es', entryFileNames: 'entry.mjs' },
        },
      },
      ssr: { noExternal: true },
    });
    return await import(pathToFileURL(join(folder, 'entry.mjs')).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
