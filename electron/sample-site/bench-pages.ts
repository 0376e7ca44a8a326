import { hash } from './dice.ts';
import { escapeHtml } from './html.ts';
import { formatPrice, productOf } from './product.ts';
import { recordOf } from './record.ts';
import type { Page } from './site.ts';

/**
 * Pages for benchmarks: `/bytes/N?size=12288&latency=50&error=0.01`. They are generated once for each size; a
 * page is then a copy with its number written in, so that the time of the server does not count.
 */
interface BenchPages {
  page(number: string, sizeBytes: number): Buffer;
}

interface BenchQuery {
  readonly sizeBytes: number;
  readonly latencyMs: number;
  /** The share of numbers that always answer 500, from 0 to 1. */
  readonly error: number;
}

const defaultSizeBytes = 12_288;
/** Room for the head and the links; a smaller page is not worth fetching. */
const smallestBenchBytes = 1_536;
const largestBenchBytes = 64 * 1024 * 1024;

const digitsPattern = /^\d{1,9}$/;

/** The number and the options of a target such as `/bytes/7?size=4096`; null for other targets. */
export function parseBenchTarget(target: string): { number: string; query: BenchQuery } | null {
  const mark = target.indexOf('?');
  const number = target.slice('/bytes/'.length, mark < 0 ? undefined : mark);
  if (!target.startsWith('/bytes/') || !digitsPattern.test(number)) return null;
  return { number, query: benchQuery(mark < 0 ? '' : target.slice(mark + 1)) };
}

/** A benchmark sends the same query a million times. */
let lastQuery: { readonly text: string; readonly query: BenchQuery } | null = null;

function benchQuery(text: string): BenchQuery {
  if (lastQuery?.text === text) return lastQuery.query;
  const given = new URLSearchParams(text);
  const number = (name: string, fallback: number, least: number, most: number): number => {
    const value = Number(given.get(name) ?? fallback);
    return Number.isFinite(value) ? Math.min(Math.max(value, least), most) : fallback;
  };
  const query = {
    sizeBytes: Math.round(number('size', defaultSizeBytes, smallestBenchBytes, largestBenchBytes)),
    latencyMs: number('latency', 0, 0, 600_000),
    error: number('error', 0, 0, 1),
  };
  lastQuery = { text, query };
  return query;
}

export function benchFails(number: string, error: number): boolean {
  return error > 0 && hash(`bench ${number}`) / 4_294_967_296 < error;
}

export function createBenchPages(origin: string): BenchPages {
  const templates = new Map<string, Template>();
  return {
    page(number, sizeBytes) {
      const key = `${sizeBytes} ${number.length}`;
      let template = templates.get(key);
      if (template === undefined) {
        template = makeTemplate(origin, sizeBytes, number.length);
        // A page may be large: only those of one benchmark are kept.
        if (templates.size >= 32) templates.clear();
        templates.set(key, template);
      }
      const page = Buffer.from(template.bytes);
      for (const at of template.places) page.write(number, at, 'latin1');
      return page;
    },
  };
}

/** The same page with the values that the sample job must find on it. */
export function benchPage(origin: string, number: string, sizeBytes: number): Page {
  const html = createBenchPages(origin).page(number, sizeBytes).toString('utf8');
  return {
    html,
    record: recordOf(html, {
      title: `Crate ${number}`,
      description: `What is in crate ${number}, and what it costs.`,
      price: `${number}.50`,
      inStock: true,
      tags: ['crate', `lot ${number}`],
      image: `${origin}/images/rope-1.svg`,
      canonical: `${origin}/bytes/${number}`,
    }),
  };
}

interface Template {
  readonly bytes: Buffer;
  /** The position of the number, in bytes. */
  readonly places: readonly number[];
}

/** A placeholder for the number while the template is made; as long as the number is. */
const placeholder = '\u0001';

function makeTemplate(origin: string, sizeBytes: number, digits: number): Template {
  const mark = placeholder.repeat(digits);
  const head = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Crate ${mark}</title>
<meta name="description" content="What is in crate ${mark}, and what it costs.">
<link rel="canonical" href="${origin}/bytes/${mark}">
<meta property="og:title" content="Crate ${mark}">
</head>
<body>
<nav><a href="/">Home</a> <a href="/list/1">All goods</a> <a href="/bytes/${mark}#top">Top</a></nav>
<main>
<h1>Crate ${mark}</h1>
<img class="photo" src="/images/rope-1.svg" alt="">
<p class="price">€ ${mark}.50</p>
<p class="stock in-stock">In stock</p>
<p><span class="tag">crate</span> <span class="tag">lot ${mark}</span></p>
`;
  const foot = '</main>\n</body>\n</html>\n';
  let room = sizeBytes - Buffer.byteLength(head) - Buffer.byteLength(foot);
  const blocks: string[] = [];
  for (let product = 1; ; product += 1) {
    const block = contents(product);
    const length = Buffer.byteLength(block);
    if (length + '<!---->'.length > room) break;
    blocks.push(block);
    room -= length;
  }
  const filler = `<!--${'~'.repeat(room - '<!---->'.length)}-->`;
  const bytes = Buffer.from(`${head}${blocks.join('')}${filler}${foot}`);
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + digits)) {
    places.push(at);
  }
  return { bytes, places };
}

function contents(number: number): string {
  const product = productOf(number);
  return `<section class="item">
<h2><a href="/product/${number}">${escapeHtml(product.name)}</a></h2>
<p>${escapeHtml(product.description)}</p>
<ul><li>${product.sku}</li><li>${escapeHtml(product.maker)}</li><li>€ ${formatPrice(product.priceCents)}</li></ul>
</section>
`;
}
