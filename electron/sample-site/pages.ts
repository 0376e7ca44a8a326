import { customerCount, customerPage } from './customer-pages.ts';
import { hostilePage } from './hostile-page.ts';
import { articleCount, articlePage, pressHome } from './press-pages.ts';
import { listCount, productCount } from './product.ts';
import { scriptPageAt } from './script-pages.ts';
import { listPage, productPage, shopHome } from './shop-pages.ts';
import type { Page, Site } from './site.ts';
import { cataloguePage, latin1Page, shiftJisPage } from './special-pages.ts';

/** The page of a path, before the server's behaviour is applied; null: there is none. */
export function pageAt(site: Site, path: string): Page | null {
  const special = specialPages[path];
  if (special !== undefined) return special(site);
  const script = scriptPageAt(site, path);
  if (script !== null) return script;
  const [, kind = '', digits = ''] = /^\/(product|list|article)\/([1-9]\d{0,5})$/.exec(path) ?? [];
  const number = Number(digits);
  if (site.role === 'press') {
    return kind === 'article' && number <= articleCount ? articlePage(site, number) : null;
  }
  const [, folder] = /^\/(customer|club)\/[1-9]\d{0,2}$/.exec(path) ?? [];
  if (site.role === 'shop' && (folder === 'customer' || folder === 'club')) {
    const place = Number(path.slice(folder.length + 2));
    return place <= customerCount ? customerPage(site, folder, place) : null;
  }
  if (kind === 'product' && number <= productCount) return productPage(site, number);
  if (kind === 'list' && number <= listCount) return listPage(site, number);
  return null;
}

const specialPages: Readonly<Record<string, (site: Site) => Page>> = {
  '/': (site) => (site.role === 'press' ? pressHome(site) : shopHome(site)),
  '/hostile': hostilePage,
  '/latin1': latin1Page,
  '/shift-jis': shiftJisPage,
  '/catalogue': cataloguePage,
};
