import { escapeHtml, layout } from './html.ts';
import { formatPrice, productOf } from './product.ts';
import { recordOf } from './record.ts';
import type { Page, Site } from './site.ts';

/** The pages of the shop that only customers see. */

export const customerCount = 200;
/** The two folders differ in their answer to strangers: see `CustomerArea`. */
export type CustomerFolder = 'customer' | 'club';
const titles: Readonly<Record<CustomerFolder, string>> = {
  customer: 'For customers',
  club: 'For the club',
};

/** A product at a tenth less. */
export function customerPage(site: Site, folder: CustomerFolder, number: number): Page {
  const product = productOf(number);
  const own = site.origins[site.role];
  const path = `/${folder}/${number}`;
  const title = `${titles[folder]}: ${product.name}`;
  const price = formatPrice(Math.round(product.priceCents * 0.9));
  const html = layout(site, {
    title,
    description: product.description,
    path,
    image: product.image,
    kind: 'product',
    main: `<h1>${escapeHtml(title)}</h1>
<p class="lead">${escapeHtml(product.description)}</p>
<p class="price">€ ${price}</p>
<p class="stock in-stock">In stock</p>
<p class="tags">${product.tags.map((tag) => `<span class="tag">${escapeHtml(tag)}</span>`).join(' ')}</p>
<p><a href="/${folder}/${(number % customerCount) + 1}">The next one</a></p>`,
  });
  return {
    html,
    record: recordOf(html, {
      title,
      description: product.description,
      price,
      inStock: true,
      tags: product.tags,
      image: `${own}${product.image}`,
      canonical: `${own}${path}`,
    }),
  };
}

/** The log-in. `next`: the path to go on with; `pages`: how many the session shows before it ends. */
export function loginPage(site: Site, next: string, pages: number, isWrong: boolean): string {
  return noticePage(
    site,
    'Log in',
    `${isWrong ? '<p class="sold-out" role="alert">That is not the password.</p>\n' : ''}<form method="post" action="/customer/login?pages=${pages}">
<input type="hidden" name="next" value="${escapeHtml(next)}">
<p><label>Name<br><input name="user" autocomplete="username" value="mate"></label></p>
<p><label>Password<br><input name="password" type="password" autocomplete="current-password"></label></p>
<p><button>Log in</button></p>
</form>
<p>The password is “harbour”. A session shows ${pages} pages; then it asks for the log-in again.</p>`,
  );
}

/** The page after a log-in. Its script keeps the token of the session, as shops built by script do. */
export function welcomePage(site: Site, token: string): string {
  return noticePage(
    site,
    'Welcome aboard',
    `<p>You are logged in. <a href="/customer/1">To the prices for customers</a></p>
<script>localStorage.setItem('quay-token', '${token}')</script>`,
  );
}

function noticePage(site: Site, title: string, main: string): string {
  return layout(site, {
    title,
    description: 'The customers of Merle & Tarn pay a tenth less.',
    path: '/customer/login',
    image: '/images/galley-2.svg',
    kind: 'website',
    main: `<h1>${title}</h1>\n${main}`,
  });
}
