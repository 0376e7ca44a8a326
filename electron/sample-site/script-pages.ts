import { layout } from './html.ts';
import { formatPrice, listCount, productCount, productOf, productsPerList } from './product.ts';
import { recordOf, type SampleRecord } from './record.ts';
import type { Page, Site } from './site.ts';

/**
 * The same goods as a shop that is built by script: `/app/list/N` and `/app/product/N` are frames without
 * contents, and `/app/shop.js` fills them with the data of `/app/data/…`. Without JavaScript they are empty.
 *
 * `/customer/app/…` is the same for customers, at a tenth less. There the script sends the token of the log-in,
 * which it finds in `localStorage`, and leads to the log-in where the site does not take it (`CustomerArea`).
 */

/** The page of a path before its script has run; null: it is no page of this shop. */
export function scriptPageAt(site: Site, path: string): Page | null {
  if (targetOf(site, path) === null) return null;
  const html = layout(site, {
    title: 'Loading',
    description: 'This page is built in your browser.',
    path,
    image: '/images/galley-1.svg',
    kind: 'website',
    main: `<div id="app"><noscript>Please switch JavaScript on.</noscript></div>
<script src="/app/shop.js" defer></script>`,
  });
  return { html, record: recordOf(html, frameParts(site, path)) };
}

/** The values that the sample job finds once the script has run; null: it is no page of this shop. */
export function builtRecordAt(site: Site, path: string): SampleRecord | null {
  const target = targetOf(site, path);
  const data = dataOf(site, path);
  if (target === null || data === null) return null;
  const frame = scriptPageAt(site, path)?.html ?? '';
  const own = site.origins[site.role];
  const [first] = data.products;
  return {
    ...recordOf(frame, {
      ...frameParts(site, path),
      title: data.heading,
      ...(first === undefined ? {} : { price: first.price }),
      inStock: data.products.some(({ stock }) => stock > 0),
      tags: data.products.flatMap(({ tags }) => tags),
      image: first === undefined ? '' : `${own}${first.image}`,
    }),
    links: String(frame.split('<a href="').length - 1 + linksOf(data)),
  };
}

/** The files behind the pages: the script, and the data as JSON. */
export function scriptFileAt(
  site: Site,
  path: string,
): { readonly type: string; readonly text: string } | null {
  if (path === '/app/shop.js') return { type: 'text/javascript; charset=utf-8', text: shopScript };
  const [, shop, page] =
    /^((?:\/customer)?\/app)\/data(\/(?:list|product)\/\d{1,6})\.json$/.exec(path) ?? [];
  const data = page === undefined ? null : dataOf(site, `${shop}${page}`);
  return data && { type: 'application/json', text: JSON.stringify(data) };
}

interface ShopData {
  readonly heading: string;
  readonly products: readonly {
    readonly number: number;
    readonly sku: string;
    readonly name: string;
    readonly price: string;
    readonly stock: number;
    readonly tags: readonly string[];
    readonly image: string;
  }[];
  /** The path of the next list; null on the last one, and on the page of a product. */
  readonly next: string | null;
}

interface Target {
  /** The path before the kind. */
  readonly shop: '/app' | '/customer/app';
  readonly kind: 'list' | 'product';
  readonly number: number;
}

function targetOf(site: Site, path: string): Target | null {
  const [, customer, kind, digits = ''] =
    /^(\/customer)?\/app\/(list|product)\/([1-9]\d{0,5})$/.exec(path) ?? [];
  const number = Number(digits);
  if (site.role === 'press' || (kind !== 'list' && kind !== 'product')) return null;
  if (customer !== undefined && site.role !== 'shop') return null;
  if (number > (kind === 'list' ? listCount : productCount)) return null;
  return { shop: customer === undefined ? '/app' : '/customer/app', kind, number };
}

function dataOf(site: Site, path: string): ShopData | null {
  const target = targetOf(site, path);
  if (target === null) return null;
  const { shop, kind, number } = target;
  if (kind === 'product') {
    return { heading: productOf(number).name, products: [goods(site, shop, number)], next: null };
  }
  const first = (number - 1) * productsPerList + 1;
  const count = Math.min(productsPerList, productCount - first + 1);
  return {
    heading: `All goods, page ${number}`,
    products: Array.from({ length: count }, (_, index) => goods(site, shop, first + index)),
    next: number < listCount ? `${shop}/list/${number + 1}` : null,
  };
}

function goods(site: Site, shop: Target['shop'], number: number): ShopData['products'][number] {
  const { sku, name, priceCents, stock, tags, image } = productOf(number);
  const share = site.role === 'warehouse' ? 0.8 : shop === '/app' ? 1 : 0.9;
  const cents = Math.round(priceCents * share);
  return { number, sku, name, price: formatPrice(cents), stock, tags, image };
}

function frameParts(site: Site, path: string) {
  return {
    title: '',
    description: 'This page is built in your browser.',
    inStock: false,
    tags: [],
    image: '',
    canonical: `${site.origins[site.role]}${path}`,
  };
}

/** A card has a link to its product only in a list. */
function linksOf({ products, next }: ShopData): number {
  return (products.length > 1 ? products.length : 0) + (next === null ? 0 : 1);
}

const shopScript = `'use strict';
(async () => {
  const app = document.getElementById('app');
  const [shop] = location.pathname.match(/^.*\\/app\\//);
  const token = shop === '/app/' ? null : localStorage.getItem('quay-token');
  const answer = await fetch(location.pathname.replace(shop, shop + 'data/') + '.json', {
    headers: token === null ? {} : { authorization: 'Bearer ' + token },
  });
  if (answer.status === 401) {
    location.replace('/customer/login?next=' + encodeURIComponent(location.pathname));
    return;
  }
  const { heading, products, next } = await answer.json();
  const make = (parent, name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  };
  app.replaceChildren();
  make(app, 'h1', '', heading);
  const cards = make(app, 'div', 'cards');
  for (const { number, sku, name, price, stock, tags, image } of products) {
    const card = make(cards, 'article', 'card');
    card.dataset.sku = sku;
    make(card, 'img').src = image;
    const title = make(card, 'h2', '', products.length > 1 ? '' : name);
    if (products.length > 1) make(title, 'a', '', name).href = shop + 'product/' + number;
    make(card, 'p', 'price', '\\u20ac ' + price);
    make(card, 'p', stock > 0 ? 'stock in-stock' : 'stock sold-out', stock > 0 ? 'In stock: ' + stock : 'Sold out');
    const list = make(card, 'p', 'tags');
    for (const tag of tags) make(list, 'span', 'tag', tag);
  }
  if (next) {
    const link = make(make(app, 'nav', 'pager'), 'a', '', 'Further');
    link.href = next;
    link.rel = 'next';
  }
  document.title = heading;
})();
`;
