/** A part of a path that is kept as it is: a plain word, such as "product" or "en". */
const word = /^[a-z]+(?:[-_][a-z]+)?$/i;
/** A longer word is more likely the name of one page. */
const longestWord = 20;
/** Paths and queries that are longer are cut, so that the number and the size of shapes stay small. */
const mostParts = 6;
const mostKeys = 5;
const extension = /\.[a-z][a-z0-9]{0,4}$/i;

/**
 * The shape of an address on its host: its path and the names of its query, with "…" for what differs
 * between pages of one kind. https://shop.example/product/blue-lamp-17?ref=a has the shape
 * "/product/…?ref=…". The last part of a path of several parts always counts as the name of a page.
 */
export function shapeOf(url: string): string {
  const { pathname, search } = new URL(url);
  const parts = pathname.split('/').slice(1);
  const shown = parts.slice(0, mostParts).map((part, place) => {
    const isLast = place === parts.length - 1;
    return isLast && place > 0 ? nameOfPage(part) : general(part);
  });
  if (parts.length > mostParts) shown.push('…');
  return `/${shown.join('/')}${shapeOfQuery(search)}`;
}

/** The end of a name stays: "17.html" and "17.pdf" are of different kinds. */
function nameOfPage(part: string): string {
  return part === '' ? '' : `…${extension.exec(part)?.[0] ?? ''}`;
}

function general(part: string): string {
  if (part === '' || (part.length <= longestWord && word.test(part))) return part;
  return nameOfPage(part);
}

function shapeOfQuery(search: string): string {
  const names = search
    .slice(1)
    .split('&')
    .map((pair) => pair.split('=', 1)[0] ?? '')
    .filter((name) => name !== '');
  const kept = [...new Set(names.map(general))].sort().slice(0, mostKeys);
  return kept.length === 0 ? '' : `?${kept.map((name) => `${name}=…`).join('&')}`;
}
