/** The instruction of a `Refresh` header or a `<meta http-equiv=refresh>`. */
export interface DeclaredRefresh {
  readonly delayS: number;
  /** The address as written; empty for the page's own address. */
  readonly address: string;
}

/** ASCII whitespace of the HTML standard. */
const blanks = '[\\t\\n\\f\\r ]*';
const value = new RegExp(
  `^${blanks}(?:(\\d+)[\\d.]*|\\.[\\d.]*)(?:$|(?=[\\t\\n\\f\\r ;,])${blanks}[;,]?${blanks}(.*)$)`,
  's',
);
const urlWord = new RegExp(`^url${blanks}=${blanks}`, 'i');

/**
 * Reads the value by the HTML standard's shared declarative refresh steps (section 4.2.5.3): "5",
 * "0;url=/next", "0, URL = '/next'", "0 /next". Null if the value has no effect.
 */
export function parseRefresh(text: string): DeclaredRefresh | null {
  const [matched, seconds = '0', rest = ''] = value.exec(text) ?? [];
  if (matched === undefined) return null;
  const written = rest.replace(urlWord, '');
  const quote = /^["']/.exec(written)?.[0];
  const address = quote === undefined ? written : (written.slice(1).split(quote, 1)[0] ?? '');
  return { delayS: Number(seconds), address };
}
