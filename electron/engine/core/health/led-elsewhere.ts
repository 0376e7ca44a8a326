import { looksLikeLogin } from '../guards/login-address.ts';

/** A page that several requests led to is remembered; beyond this number, the rarest is forgotten. */
export type LedTo = 'log-in' | 'home-page' | 'other';

/** "/", "/index.html", "/home/", "/en", "/de-at/", "/zh-hans/": where sites send those whose page is gone. */
const homePath = /^\/(?:[a-z]{2}(?:[-_][a-z]{2,4})?\/?)?(?:(?:index|default|home)(?:\.\w+)?\/?)?$/i;
/** Queries that name a page ("/?p=17"). Others say how a page is shown, or which link led to it. */
const pageQuery = /[?&](?:p|page_id|id)=/i;

/**
 * Where the redirects of a page led: to a log-in, to the home page of its site, or to any other page. Null
 * where they changed no more than the host, the scheme, letters or a slash at the end.
 */
export function ledTo(from: string, to: string): LedTo | null {
  if (from === to || !URL.canParse(from) || !URL.canParse(to)) return null;
  const [asked, got] = [new URL(from), new URL(to)];
  if (looksLikeLogin(got) && !looksLikeLogin(asked)) return 'log-in';
  if (sameSite(asked.hostname, got.hostname) && isHome(got)) {
    return isAskedHome(asked) ? null : 'home-page';
  }
  return pathOf(asked) === pathOf(got) ? null : 'other';
}

function isHome({ pathname, search }: URL): boolean {
  return search === '' && homePath.test(pathname);
}

function isAskedHome({ pathname, search }: URL): boolean {
  return homePath.test(pathname) && !pageQuery.test(search);
}

function sameSite(a: string, b: string): boolean {
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

const pathOf = ({ pathname, search }: URL): string =>
  (pathname.replace(/\/$/, '') + search).toLowerCase();
