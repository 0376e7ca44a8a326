// @ts-check
import { createServer } from 'node:http';

/** The time that the request of a page's script takes. */
const latencyMs = 20;

/** The one script of the pages: it asks for the price, and writes it into the page. */
const script = `fetch('/data' + location.pathname).then((answer) => answer.json()).then(({ price }) => {
  const element = document.createElement('p');
  element.className = 'price';
  element.textContent = price;
  document.querySelector('main').append(element);
});`;

/**
 * What the site has seen since it was last told to forget. `firstMs` and `lastMs`: the first request of a script, and its last answer,
 * in milliseconds since 1970.
 * @typedef {{ pages: number, scripted: number, firstMs: number, lastMs: number }} Seen
 */

/**
 * A site whose pages under `/scripted/` have a price once their script has asked for it; under `/plain/` it stands
 * in the page.
 * @returns {Promise<{ origin: string, seen: () => Seen, forget: () => void, close: () => Promise<void> }>}
 */
export async function startScriptedSite() {
  const nothing = { pages: 0, scripted: 0, firstMs: 0, lastMs: 0 };
  /** @type {Seen} */
  let seen = nothing;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/script.js') {
      response.setHeader('content-type', 'text/javascript');
      response.setHeader('cache-control', 'max-age=600');
      response.end(script);
    } else if (path.startsWith('/data/')) {
      if (seen.firstMs === 0) seen = { ...seen, firstMs: Date.now() };
      setTimeout(() => {
        seen = { ...seen, scripted: seen.scripted + 1, lastMs: Date.now() };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ price: priceOf(path) }));
      }, latencyMs);
    } else if (/^\/(scripted|plain)\//.test(path)) {
      seen = { ...seen, pages: seen.pages + 1 };
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(pageOf(path));
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    seen: () => seen,
    forget() {
      seen = nothing;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {string} path */
function pageOf(path) {
  const price = path.startsWith('/plain/')
    ? `<p class="price">${priceOf(path)}</p>`
    : '<script src="/script.js"></script>';
  return `<!doctype html><title>Page</title><main><h1>Page ${path}</h1>${price}</main>`;
}

/** @param {string} path */
export function priceOf(path) {
  return `€ ${path.split('/').at(-1)}.00`;
}

/**
 * Checks that each URL has one row with its values.
 * @param {readonly any[]} rows
 * @param {readonly string[]} urls
 */
export function checkPrices(rows, urls) {
  const missing = new Set(urls);
  for (const row of rows) {
    const { url, title, price } = row;
    if (!missing.delete(url)) throw new Error(`a row too many, for ${url}`);
    const { pathname } = new URL(url);
    if (title !== `Page ${pathname}` || price !== priceOf(pathname)) {
      throw new Error(`the row of ${url} is wrong: ${JSON.stringify(row)}`);
    }
  }
  if (missing.size > 0) throw new Error(`${missing.size} rows are missing`);
}
