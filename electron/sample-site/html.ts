import type { Site, SiteRole } from './site.ts';

/** Text for an element or a double-quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const siteNames: Readonly<Record<SiteRole, string>> = {
  shop: 'Merle & Tarn, ship chandlers',
  press: 'The Slack Tide',
  warehouse: 'Merle & Tarn trade warehouse',
};

interface PageParts {
  readonly title: string;
  readonly description: string;
  /** A path on this origin; becomes the canonical URL. */
  readonly path: string;
  /** A path on this origin. */
  readonly image: string;
  readonly kind: 'website' | 'product' | 'article';
  readonly structured?: object;
  readonly main: string;
  /** The charset that the meta element names; the page is encoded elsewhere. */
  readonly charset?: string;
}

/** A whole page around its `main`. Its bytes depend only on the parts and the origins. */
export function layout(site: Site, parts: PageParts): string {
  const { shop, press, warehouse } = site.origins;
  const own = site.origins[site.role];
  const name = escapeHtml(siteNames[site.role]);
  const title = escapeHtml(parts.title);
  const description = escapeHtml(parts.description);
  const url = escapeHtml(`${own}${parts.path}`);
  const structured =
    parts.structured === undefined
      ? ''
      : `\n<script type="application/ld+json">${scriptJson(parts.structured)}</script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="${parts.charset ?? 'utf-8'}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${name}</title>
<meta name="description" content="${description}">
<link rel="canonical" href="${url}">
<meta property="og:type" content="${parts.kind}">
<meta property="og:site_name" content="${name}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${url}">
<meta property="og:image" content="${own}${parts.image}">
<meta name="twitter:card" content="summary_large_image">${structured}
<style>${style}</style>
</head>
<body class="${site.role}">
<header class="site">
<p class="brand"><a href="/">${name}</a></p>
<nav aria-label="Main"><ul>
<li><a href="${shop}/">Shop</a></li>
<li><a href="${shop}/list/1">All goods</a></li>
<li><a href="${press}/">Magazine</a></li>
<li><a href="${warehouse}/">Trade</a></li>
</ul></nav>
</header>
<main>
${parts.main}
</main>
<footer>
<p>${name}. An invented harbour: nothing here is for sale.</p>
<ul>
<li><a href="/#delivery">Delivery</a></li>
<li><a href="/#returns">Returns</a></li>
<li><a href="mailto:quay@example.com">Write to us</a></li>
</ul>
</footer>
</body>
</html>
`;
}

/** JSON inside a script element: a `<` in a string must not close it. */
function scriptJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

const style = `
:root{color-scheme:light dark;--sea:#1f5f7a;--sand:#f6f1e7;--ink:#1c2a33}
body{margin:0;font:16px/1.55 Georgia,"Times New Roman",serif;color:var(--ink);background:var(--sand)}
a{color:var(--sea)}
.site{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:baseline;padding:1rem 2rem;background:#fff;border-bottom:3px solid var(--sea)}
.press .site{border-color:#8d3b3b}.warehouse .site{border-color:#3e4a52}
.brand{font-size:1.3rem;font-weight:bold;margin:0}.brand a{text-decoration:none;color:inherit}
nav ul,body>footer ul{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;margin:0;padding:0}
main{max-width:64rem;margin:2rem auto;padding:0 1.5rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:1.25rem}
.card{background:#fff;padding:1rem;border-radius:8px;box-shadow:0 1px 3px #0002}
.card img,.photo{width:100%;max-width:40rem;height:auto;border-radius:6px}.crumbs{margin-bottom:1rem}.card h2{font-size:1rem;margin:.6rem 0}
.price{font-weight:bold;font-size:1.15rem}.tag{display:inline-block;background:#e4edf1;border-radius:99px;padding:0 .6em;font-size:.8rem;margin:0 .3em .3em 0}
.in-stock{color:#2c6b3f}.sold-out{color:#a33}
table{border-collapse:collapse}th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #0002}
.detail{display:grid;grid-template-columns:minmax(14rem,24rem) 1fr;gap:2rem}
blockquote footer{font-size:.9rem}.detail h1{margin-top:0}
blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid #0003}
body>footer{padding:2rem;font-size:.85rem;border-top:1px solid #0002}
@media(prefers-color-scheme:dark){body{--sand:#12191d;--ink:#e6eaec;--sea:#8ec9e0}.site,.card{background:#1c262c}.tag{background:#2b3a42}}
@media(max-width:40rem){.detail{grid-template-columns:1fr}}
`.replaceAll('\n', '');
