/** The number of bytes that are always searched for a declaration. */
const prescanBytes = 1024;

/** The elements that may be in a head. The first tag of another one ends the head. */
const headElements = new Set(
  'html head title base link meta style script noscript noframes template object'.split(' '),
);

/** Elements whose content is text: anything that looks like a tag in there is none. */
const textElements = new Set('title style script noframes textarea xmp iframe noembed'.split(' '));

/**
 * The encoding that a page's `<meta>` declares. The first 1,024 bytes are searched as in the HTML standard
 * ("prescan a byte stream to determine its encoding", section 13.2.3.2), and from there on everything up to
 * the first tag that cannot be in a head, as in Chromium: the standard's parser changes the encoding when it
 * meets a late declaration ("in head", section 13.2.6.4.4), and a declaration below a long script is common.
 *
 * @param text The page, each byte as the character of its number.
 * @param encodingOf Resolves a label: a declaration that names no encoding is ignored.
 */
export function prescanMeta(
  text: string,
  encodingOf: (label: string) => string | null,
): string | null {
  let inHead = true;
  let at = text.indexOf('<');
  while (at >= 0 && (inHead || at < prescanBytes)) {
    let end: number;
    if (text.startsWith('<!--', at)) {
      end = text.indexOf('-->', at + 2);
    } else if (/^<\/?[a-z]/i.test(text.slice(at, at + 3))) {
      const tag = readTag(text, at);
      const found =
        tag.isStart && tag.name === 'meta' ? declared(tag.attributes, encodingOf) : null;
      if (found !== null && tag.end < text.length) return found;
      inHead &&= isHeadTag(tag);
      end = tag.isStart && textElements.has(tag.name) ? endOfText(text, tag) : tag.end;
    } else {
      end = /^<[!/?]/.test(text.slice(at, at + 2)) ? text.indexOf('>', at) : at + 1;
    }
    if (end < 0) return null;
    at = text.indexOf('<', end);
  }
  return null;
}

interface Tag {
  readonly name: string;
  readonly isStart: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  /** The position of its last character, or the end of the text. */
  readonly end: number;
}

function readTag(text: string, start: number): Tag {
  const tagName = /<(\/?)([^\s/>]*)/y;
  tagName.lastIndex = start;
  const [opening = '<', slash, written = ''] = tagName.exec(text) ?? [];
  const attribute =
    /[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([^\s>]*)))?/y;
  attribute.lastIndex = start + opening.length;
  const attributes = new Map<string, string>();
  let end = attribute.lastIndex;
  for (let match = attribute.exec(text); match !== null; match = attribute.exec(text)) {
    const key = match[1]?.toLowerCase() ?? '';
    if (!attributes.has(key)) attributes.set(key, match[2] ?? match[3] ?? match[4] ?? '');
    end = attribute.lastIndex;
  }
  return { name: written.toLowerCase(), isStart: slash === '', attributes, end };
}

function isHeadTag({ name, isStart }: Tag): boolean {
  return headElements.has(name) && (isStart || (name !== 'html' && name !== 'head'));
}

/** The position of a text element's end tag, or -1 if none follows. */
function endOfText(text: string, { name, end }: Tag): number {
  const endTag = new RegExp(`</${name}[\\s/>]`, 'gi');
  endTag.lastIndex = end;
  return endTag.exec(text)?.index ?? -1;
}

function declared(
  attributes: ReadonlyMap<string, string>,
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
