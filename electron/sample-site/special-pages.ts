import { encodeShiftJis, encodeWindows1252 } from './encode-legacy.ts';
import { escapeHtml, layout } from './html.ts';
import { formatPrice, productCount, productOf } from './product.ts';
import { recordOf } from './record.ts';
import type { Page, Site } from './site.ts';

/** Pages that are difficult on purpose, each in a way that occurs on the real web. */

interface SimpleParts {
  readonly title: string;
  readonly description: string;
  readonly path: string;
  readonly price: string;
  readonly tags: readonly string[];
  readonly body: string;
  readonly charset?: string;
}

function simplePage(site: Site, parts: SimpleParts): Page {
  const own = site.origins[site.role];
  const image = '/images/galley-2.svg';
  const html = layout(site, {
    ...parts,
    image,
    kind: 'website',
    main: `<h1>${escapeHtml(parts.title)}</h1>
<img class="photo" src="${image}" alt="" width="480" height="360">
<p class="lead">${escapeHtml(parts.description)}</p>
<p class="price">€ ${parts.price}</p>
<p class="stock in-stock">In stock</p>
<p class="tags">${parts.tags.map((tag) => `<span class="tag">${escapeHtml(tag)}</span>`).join(' ')}</p>
${parts.body}`,
  });
  return {
    html,
    record: recordOf(html, {
      title: parts.title,
      description: parts.description,
      price: parts.price,
      inStock: true,
      tags: parts.tags,
      image: `${own}${image}`,
      canonical: `${own}${parts.path}`,
    }),
  };
}

/** Declares iso-8859-1, holds windows-1252: the euro is 0x80, the apostrophe 0x92. Meta only. */
export function latin1Page(site: Site): Page {
  const page = simplePage(site, {
    title: 'Café “Zur Möwe”: the smokehouse’s price list',
    description: 'Räucheraal, crème brûlée and smørrebrød – from 4,50 € – on the old quay.',
    path: '/latin1',
    price: '4.50',
    tags: ['Räucherfisch', 'déjà vu', 'señor’s choice'],
    body: '<p>Written on a machine that is older than its cook… and never converted.</p>',
    charset: 'iso-8859-1',
  });
  return { ...page, bytes: encodeWindows1252(page.html) };
}

export function shiftJisPage(site: Site): Page {
  const page = simplePage(site, {
    title: '港の道具店 船具と釣具',
    description: '真鍮のランプ、麻のロープ、錨など、小さな船のための品々。',
    path: '/shift-jis',
    price: '1800.00',
    tags: ['ロープ', 'ランプ', '錨'],
    body: '<p>表示と十分な注意。能登の港より。</p>',
    charset: 'Shift_JIS',
  });
  // Shift_JIS has neither the euro nor the middle dot of the frame.
  const html = page.html.replaceAll('€', '\\').replaceAll(' · ', ' | ');
  return { ...page, html, bytes: encodeShiftJis(html) };
}

/** Every product on one page: about 2 MB. */
export function cataloguePage(site: Site): Page {
  const rows = Array.from({ length: productCount }, (_, index) => {
    const product = productOf(index + 1);
    return `<tr><td>${product.sku}</td><td><a href="/product/${product.number}">${escapeHtml(product.name)}</a></td><td>${escapeHtml(product.department.name)}</td><td>€ ${formatPrice(product.priceCents)}</td><td>${product.stock > 0 ? product.stock : 'Sold out'}</td></tr>`;
  });
  return simplePage(site, {
    title: 'The whole catalogue on one page',
    description: `All ${productCount} goods in one table, for those who like to scroll.`,
    path: '/catalogue',
    price: '0.00',
    tags: ['large'],
    body: `<table>\n${rows.join('\n')}\n</table>`,
  });
}
