import { escapeHtml, layout } from './html.ts';
import {
  formatPrice,
  listCount,
  type Product,
  productCount,
  productOf,
  productsPerList,
} from './product.ts';
import { recordOf } from './record.ts';
import type { Page, Site } from './site.ts';

/** The price of the trade warehouse: a fifth less, in whole cents. */
function priceAt(site: Site, product: Product): string {
  const { priceCents } = product;
  return formatPrice(site.role === 'warehouse' ? Math.round(priceCents * 0.8) : priceCents);
}

export function productPage(site: Site, number: number): Page {
  const product = productOf(number);
  const own = site.origins[site.role];
  const price = priceAt(site, product);
  const path = `/product/${number}`;
  const title = site.role === 'warehouse' ? `${product.name} (trade)` : product.name;
  const list = Math.ceil(number / productsPerList);
  const html = layout(site, {
    title,
    description: product.description,
    path,
    image: product.image,
    kind: 'product',
    structured: structuredProduct(product, price, `${own}${path}`, `${own}${product.image}`),
    main: `<nav aria-label="Breadcrumb" class="crumbs"><a href="/">Home</a> › <a href="/list/${list}">All goods</a> › ${escapeHtml(product.department.name)}</nav>
<article class="product" data-sku="${product.sku}">
<div class="detail">
<img class="photo" src="${product.image}" alt="${escapeHtml(product.name)}" width="480" height="360">
<div>
<h1>${escapeHtml(title)}</h1>
<p class="maker">by <span itemprop="brand">${escapeHtml(product.maker)}</span>, ${product.sku}</p>
<p class="price">€ ${price}</p>
${stockLine(product)}
<p class="tags">${tagList(product.tags)}</p>
</div>
</div>
<h2>About it</h2>
<p class="lead">${escapeHtml(product.description)}</p>
${product.story.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<h2>In figures</h2>
<table class="specification">
${specification(site, product)}
</table>
<h2>What people say</h2>
${product.reviews.map(review).join('\n')}
</article>
<aside class="related">
<h2>Goes well with it</h2>
<ul>
${product.related.map((other) => `<li><a href="/product/${other}">${escapeHtml(productOf(other).name)}</a></li>`).join('\n')}
</ul>
<p><a href="${site.origins.press}/article/${((number - 1) % 200) + 1}">Read about it in the magazine</a></p>
</aside>`,
  });
  return {
    html,
    record: recordOf(html, {
      title,
      description: product.description,
      price,
      inStock: product.stock > 0,
      tags: product.tags,
      image: `${own}${product.image}`,
      canonical: `${own}${path}`,
    }),
  };
}

/** The products `24·(N−1)+1` to `24·N`, as cards. */
export function listPage(site: Site, number: number): Page {
  const first = (number - 1) * productsPerList + 1;
  const title = `All goods, page ${number}`;
  const description = `Page ${number} of ${listCount}: rope, lamps, anchors and whatever else a small boat needs.`;
  return cardsPage(site, { title, description, path: `/list/${number}`, first, number });
}

export function shopHome(site: Site): Page {
  const trade = site.role === 'warehouse';
  return cardsPage(site, {
    title: trade ? 'Trade prices, by the pallet' : 'Everything for a small boat',
    description: trade
      ? 'The slow end of the quay: the same goods, a fifth cheaper, fetched from the back.'
      : 'Rope, lamps, anchors, tackle and foul-weather clothing from a harbour that does not exist.',
    path: '/',
    first: 1,
    number: 0,
  });
}

function cardsPage(
  site: Site,
  parts: { title: string; description: string; path: string; first: number; number: number },
): Page {
  const own = site.origins[site.role];
  const count = Math.min(productsPerList, productCount - parts.first + 1);
  const products = Array.from({ length: count }, (_, index) => productOf(parts.first + index));
  const [lead] = products;
  const image = lead?.image ?? '';
  const html = layout(site, {
    title: parts.title,
    description: parts.description,
    path: parts.path,
    image,
    kind: 'website',
    main: `<h1>${escapeHtml(parts.title)}</h1>
<p class="lead">${escapeHtml(parts.description)}</p>
<div class="cards">
${products.map((product) => card(site, product)).join('\n')}
</div>
${pager(parts.number)}`,
  });
  return {
    html,
    record: recordOf(html, {
      title: parts.title,
      description: parts.description,
      ...(lead === undefined ? {} : { price: priceAt(site, lead) }),
      inStock: products.some((product) => product.stock > 0),
      tags: products.flatMap((product) => product.tags),
      image: `${own}${image}`,
      canonical: `${own}${parts.path}`,
    }),
  };
}

function card(site: Site, product: Product): string {
  return `<article class="card" data-sku="${product.sku}">
<img src="${product.image}" alt="" width="240" height="180" loading="lazy">
<h2><a href="/product/${product.number}">${escapeHtml(product.name)}</a></h2>
<p class="price">€ ${priceAt(site, product)}</p>
${stockLine(product)}
<p class="tags">${tagList(product.tags)}</p>
</article>`;
}

function pager(number: number): string {
  const links = [
    ...(number > 1 ? [`<a href="/list/${number - 1}" rel="prev">Earlier</a>`] : []),
    ...(number < listCount ? [`<a href="/list/${number + 1}" rel="next">Further</a>`] : []),
  ];
  return `<nav class="pager" aria-label="Pages">${links.join(' ')}</nav>`;
}

function stockLine(product: Product): string {
  return product.stock > 0
    ? `<p class="stock in-stock">In stock: ${product.stock}</p>`
    : '<p class="stock sold-out">Sold out</p>';
}

function tagList(tags: readonly string[]): string {
  return tags.map((tag) => `<span class="tag">${escapeHtml(tag)}</span>`).join(' ');
}

function specification(site: Site, product: Product): string {
  const bin = `${'ABCDEFGH'.charAt(product.number % 8)}-${(product.number % 60) + 1}`;
  return [...product.specification, ...(site.role === 'warehouse' ? [['Bin', bin] as const] : [])]
    .map(([name, value]) => `<tr><th scope="row">${name}</th><td>${escapeHtml(value)}</td></tr>`)
    .join('\n');
}

function review({ author, place, stars, text }: Product['reviews'][number]): string {
  return `<blockquote class="review">
<p>${escapeHtml(text)}</p>
<footer>${'★'.repeat(stars)}${'☆'.repeat(5 - stars)} <cite>${escapeHtml(author)}, ${escapeHtml(place)}</cite></footer>
</blockquote>`;
}

function structuredProduct(product: Product, price: string, url: string, image: string): object {
  const stars = product.reviews.reduce((sum, { stars }) => sum + stars, 0);
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.name,
    sku: product.sku,
    description: product.description,
    category: product.department.name,
    image,
    url,
    brand: { '@type': 'Brand', name: product.maker },
    offers: {
      '@type': 'Offer',
      price,
      priceCurrency: 'EUR',
      availability: `https://schema.org/${product.stock > 0 ? 'InStock' : 'OutOfStock'}`,
    },
    aggregateRating: {
      '@type': 'AggregateRating',
      ratingValue: (stars / product.reviews.length).toFixed(1),
      reviewCount: product.reviews.length,
    },
  };
}
