import type { Field, Job } from '#shared/job/job.ts';
import type { SampleColumn } from './record.ts';
import { defaultSampleOrigins, type SampleOrigins } from './site.ts';

/** Every kind of field once, on pages of all three origins. */
const fields: readonly (Field & { readonly name: SampleColumn })[] = [
  { name: 'title', css: 'h1' },
  { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
  { name: 'price', css: '.price', clean: [{ match: '([0-9.]+)' }] },
  { name: 'in_stock', css: '.in-stock', take: 'exists' },
  { name: 'tags', css: '.tag', all: true },
  { name: 'image', css: 'main img', take: 'attr:src' },
  { name: 'canonical', css: 'link[rel=canonical]', take: 'attr:href' },
  { name: 'links', css: 'a[href]', take: 'count' },
];

/**
 * The job of the first start: about 400 URLs, some 25 seconds, every outcome that a run can show. The pace is
 * set by the delay: 200 URLs of the shop, ten a second.
 */
export function sampleJob(origins: SampleOrigins = defaultSampleOrigins): Job {
  return {
    version: 2,
    name: 'Sample: harbour shop',
    urls: sampleUrls(origins),
    fields: [...fields],
    options: { concurrency: 12, perHost: 6, delayMs: 100, timeoutMs: 5_000, retries: 2 },
    sample: true,
  };
}

/** About three in a hundred fail: missing pages, one that is down, a file, one that never ends. */
export function sampleUrls([shop, press, warehouse]: SampleOrigins): string[] {
  const atShop = [
    ...numbered('/product', 1, 5),
    // Placed early, so that its three tries end while the others are still under way.
    '/stall',
    ...numbered('/product', 6, 24),
    '/',
    ...numbered('/list', 1, 8),
    '/product/404',
    '/product/500',
    '/product/429',
    '/p/61',
    '/p/62',
    ...numbered('/product', 25, 70),
    '/latin1',
    '/shift-jis',
    '/coded/gzip',
    '/coded/deflate',
    '/coded/br',
    '/hostile',
    '/catalogue',
    '/empty',
    '/stock.json',
    '/tide-table.pdf',
    ...numbered('/product', 71, 120),
    '/product/1404',
    '/product/410',
    '/product/503',
    '/product/1500',
    ...numbered('/product', 121, 175),
  ];
  const atPress = [
    ...numbered('/article', 1, 12),
    '/',
    ...numbered('/article', 13, 60),
    '/article/404',
    '/article/410',
    '/article/500',
    '/offer/7',
    '/offer/19',
    '/offer/88',
    ...numbered('/article', 61, 110),
  ];
  const atWarehouse = [
    ...numbered('/product', 1, 40),
    '/product/2404',
    '/product/1500',
    '/product/1429',
    '/list/1',
    ...numbered('/product', 41, 75),
  ];
  return interleave([
    atShop.map((path) => `${shop}${path}`),
    atPress.map((path) => `${press}${path}`),
    atWarehouse.map((path) => `${warehouse}${path}`),
  ]);
}

function numbered(path: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${path}/${first + index}`);
}

/** Merges several lists, each spread evenly over the whole and in its own order. */
function interleave(lists: readonly (readonly string[])[]): string[] {
  return lists
    .flatMap((list) => list.map((url, index) => ({ url, place: (index + 0.5) / list.length })))
    .sort((a, b) => a.place - b.place)
    .map(({ url }) => url);
}
