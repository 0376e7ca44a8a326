/**
 * The label that a page's `<meta>` declares in its first bytes, after the HTML standard's
 * "prescan a byte stream to determine its encoding" (section 13.2.3.2). `encodingOf` knows the
 * labels: a declaration that names no encoding is passed over.
 *
 * @param head the first 1,024 bytes, one character each
 */
export function prescanMeta(
  head: string,
  encodingOf: (label: string) => string | null,
): string | null {
  let at = head.indexOf('<');
  while (at >= 0) {
    let end: number;
    if (head.startsWith('<!--', at)) {
      end = head.indexOf('-->', at + 2);
    } else if (/^<\/?[a-z]/i.test(head.slice(at, at + 3))) {
      const tag = readTag(head, at);
      const found = tag.name === 'meta' ? metaEncoding(tag.attributes, encodingOf) : null;
      if (found !== null && tag.end < head.length) return found;
      end = tag.end;
    } else {
      end = /^<[!/?]/.test(head.slice(at, at + 2)) ? head.indexOf('>', at) : at + 1;
    }
    if (end < 0) return null;
    at = head.indexOf('<', end);
  }
  return null;
}

type Attributes = ReadonlyMap<string, string>;

function readTag(
  head: string,
  start: number,
): { name: string; attributes: Attributes; end: number } {
  const tagName = /<([^\s/>]*)/y;
  tagName.lastIndex = start;
  const name = tagName.exec(head)?.[1]?.toLowerCase() ?? '';
  const attribute =
    /[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([^\s>]*)))?/y;
  attribute.lastIndex = start + 1 + name.length;
  const attributes = new Map<string, string>();
  let end = attribute.lastIndex;
  for (let match = attribute.exec(head); match !== null; match = attribute.exec(head)) {
    const key = match[1]?.toLowerCase() ?? '';
    if (!attributes.has(key)) attributes.set(key, match[2] ?? match[3] ?? match[4] ?? '');
    end = attribute.lastIndex;
  }
  return { name, attributes, end };
}

function metaEncoding(
  attributes: Attributes,
  encodingOf: (label: string) => string | null,
): string | null {
  const charset = attributes.get('charset');
  const isPragma = attributes.get('http-equiv')?.toLowerCase() === 'content-type';
  const content = isPragma ? (attributes.get('content') ?? '') : '';
  const match = /charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"'][^\s;]*))/i.exec(content);
  const name = encodingOf(charset ?? match?.[1] ?? match?.[2] ?? match?.[3] ?? '');
  // The page was read as single bytes up to here: it is certainly not UTF-16.
  if (name?.startsWith('utf-16')) return 'utf-8';
  return name === 'x-user-defined' ? 'windows-1252' : name;
}
