import type { HeaderLines } from '../../ports/header-lines.ts';

/**
 * The target of the first `Link` header with the relation `next` (RFC 8288), as it is written; null if there is
 * none. A link with an `anchor` is about another page.
 */
export function nextInHeaders(headers: HeaderLines): string | null {
  for (const line of headers.split(/\r?\n/)) {
    const [, value] = /^link[ \t]*:(.*)$/i.exec(line) ?? [];
    for (const { target, params } of value === undefined ? [] : linksOf(value)) {
      const relations = (params.get('rel') ?? '').toLowerCase().split(/\s+/);
      if (relations.includes('next') && !params.has('anchor')) return target;
    }
  }
  return null;
}

interface HeaderLink {
  readonly target: string;
  /** By their names in lower case; the first of a name counts (section 3.3). */
  readonly params: ReadonlyMap<string, string>;
}

/** Section 3: `<target>; name=value; name="quoted value"`, separated by commas. */
function linksOf(value: string): HeaderLink[] {
  const links: HeaderLink[] = [];
  const link = /[\s,]*<([^>]*)>/y;
  const param = /\s*;\s*([^\s=;,]*)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y;
  for (let at = 0; ; ) {
    link.lastIndex = at;
    const found = link.exec(value);
    if (found === null) return links;
    at = link.lastIndex;
    const params = new Map<string, string>();
    for (;;) {
      param.lastIndex = at;
      const given = param.exec(value);
      if (given === null) break;
      at = param.lastIndex;
      const [, name = '', quoted, plain = ''] = given;
      const key = name.toLowerCase();
      if (!params.has(key)) params.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain);
    }
    links.push({ target: (found[1] ?? '').trim(), params });
  }
}
