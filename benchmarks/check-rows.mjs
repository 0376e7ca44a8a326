// @ts-check
import { absolute, comparable, expectedOf, fieldNames } from './fields.mjs';
import { pageOf } from './site.mjs';

/**
 * How closely the values of an engine must match those of cheerio with parse5. `close`: another parser
 * repairs broken pages in another way, and Trawl's text is that of a browser. `bytes`: the engine parses
 * nothing.
 * @typedef {'close' | 'bytes'} Agreement
 */

/** The share of the real pages' values that may differ. */
const closeShare = 0.05;

/**
 * Checks the rows, since an engine could be fast by leaving something out.
 * @param {readonly Buffer[]} pages
 * @returns {(rows: readonly any[], urls: readonly string[], agreement: Agreement) => number} gives the
 *   share of the values that differ, from 0 to 1; throws when the rows are not those of the list
 */
export function createRowCheck(pages) {
  const expected = pages.map(expectedOf);
  return (rows, urls, agreement) => {
    const missing = new Set(urls);
    let wrong = 0;
    let example = '';
    for (const row of rows) {
      if (!missing.delete(row.url)) throw new Error(`a row too many, for ${row.url}`);
      const page = pageOf(row.url);
      const right = expected[page];
      if (right === undefined) throw new Error(`a row for ${row.url}, which is no page`);
      if (agreement === 'bytes') {
        if (row.bytes !== pages[page]?.length) throw new Error(`${row.url} came in part`);
        continue;
      }
      const base = absolute(right.base, row.url);
      const wanted = comparable(right.values, base);
      const got = comparable(row, base);
      for (const name of fieldNames) {
        if (wanted[name] === got[name]) continue;
        wrong += 1;
        example ||= `${name} of page ${page}: ${JSON.stringify(got[name])}, not ${JSON.stringify(wanted[name])}`;
      }
    }
    if (missing.size > 0) throw new Error(`${missing.size} rows are missing`);
    const share = wrong / (rows.length * fieldNames.length);
    if (share > closeShare) {
      throw new Error(`${(share * 100).toFixed(1)} % of the values are wrong, such as ${example}`);
    }
    return share;
  };
}
