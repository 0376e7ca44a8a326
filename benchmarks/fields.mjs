// @ts-check
import { load } from 'cheerio';
import { take } from './engines/take.mjs';

/**
 * The values that every engine takes from every page.
 * @typedef {ReturnType<typeof take>} PageValues
 */
export const fieldNames = /** @type {const} */ ([
  'title',
  'description',
  'h1',
  'canonical',
  'links',
]);

/** The same fields in the form of a Trawl job. */
export const jobFields = [
  { name: 'title', css: 'title' },
  { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
  { name: 'h1', css: 'h1' },
  { name: 'canonical', css: 'link[rel=canonical]', take: 'attr:href' },
  { name: 'links', css: 'a[href]', take: 'count' },
];

/**
 * The reference values of a page: cheerio's answer with parse5, the tree of a browser with scripting off.
 * @param {Buffer} page
 */
export function expectedOf(page) {
  const $ = load(page.toString('utf8'), { scriptingEnabled: false });
  const base = $('base[href]').first().attr('href') ?? '';
  return { values: take($), base };
}

/**
 * Engines differ in their treatment of white space, and in whether an address is made absolute.
 * @param {PageValues} values
 * @param {string} base
 * @returns {PageValues}
 */
export function comparable(values, base) {
  const { title, description, h1, canonical, links } = values;
  return {
    title: plain(title),
    description: plain(description),
    h1: plain(h1),
    canonical: canonical.trim() === '' ? '' : absolute(canonical, base),
    links,
  };
}

/**
 * @param {string} address
 * @param {string} base
 */
export function absolute(address, base) {
  return URL.canParse(address, base) ? new URL(address, base).href : address;
}

/** @param {string} text */
function plain(text) {
  // In a table, cells that a spreadsheet would run are guarded.
  return text
    .replace(/^'(?=[=+\-@\s])/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
