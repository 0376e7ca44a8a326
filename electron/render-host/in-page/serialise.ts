/** The page as text: with places for the frames whose contents are inserted, in their order. */
export type Taken =
  | {
      readonly kind: 'taken';
      /** One more than `frames`: the contents of each frame go between two parts. */
      readonly parts: readonly string[];
      readonly frames: readonly number[];
      readonly url: string;
    }
  | { readonly kind: 'too-large' };

interface SerialiseOptions {
  /** The most characters. */
  readonly limit: number;
  /** The numbers of the frames whose contents are inserted. */
  readonly frames: WeakMap<Element, number>;
  /** The document is that of a frame: only what stands in its body is wanted, with absolute links. */
  readonly isFrame: boolean;
}

/**
 * The document as HTML, such that parsing it (with scripting off) gives the same elements, as far as HTML
 * can: by the serialising algorithm of the standard, section 13.3, with these differences.
 *
 * - What stands in `noscript` is left out: with scripting on, it is no part of the page.
 * - Open shadow roots stand where their host is, with the nodes that their slots show in place of the slots.
 *   Children of the host that no slot shows come behind them.
 * - A `pre` or `textarea` that begins with a line feed gets another one, which parsing drops.
 * - A frame whose contents count is wrapped in a `trawl-frame` that also holds them.
 */
export function serialise(page: Document, options: SerialiseOptions): Taken {
  const writer = new Writer(page, options);
  try {
    writer.write();
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'too-large' };
    throw error;
  }
  return {
    kind: 'taken',
    parts: writer.parts().map((part) => part.toWellFormed()),
    frames: writer.frames,
    url: page.URL,
  };
}

class TooLarge extends Error {}

const html = 'http://www.w3.org/1999/xhtml';
const voidElements = new Set(
  'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr'.split(
    ' ',
  ),
);
const rawText = new Set(['style', 'script', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext']);
const dropsLineFeed = new Set(['pre', 'textarea', 'listing']);
const linkAttributes = new Set([
  ...['href', 'src', 'poster', 'action', 'formaction', 'cite', 'background', 'longdesc'],
]);

/** A node that is to be written, or text that ends one. */
type Step = Node | string;

class Writer {
  readonly #page: Document;
  readonly #options: SerialiseOptions;
  readonly frames: number[] = [];
  readonly #parts: string[][] = [[]];
  #length = 0;
  /** What is still to be written, the next one last: no recursion, since pages nest deeply. */
  readonly #steps: Step[] = [];

  constructor(page: Document, options: SerialiseOptions) {
    this.#page = page;
    this.#options = options;
  }

  write(): void {
    const { body } = this.#page;
    this.#later(this.#options.isFrame ? (body?.childNodes ?? []) : this.#page.childNodes);
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      if (typeof step === 'string') this.#put(step);
      else this.#node(step);
    }
  }

  parts(): readonly string[] {
    return this.#parts.map((part) => part.join(''));
  }

  #put(text: string): void {
    this.#length += text.length;
    if (this.#length > this.#options.limit) throw new TooLarge();
    this.#parts.at(-1)?.push(text);
  }

  #later(nodes: ArrayLike<Node>): void {
    for (let index = nodes.length - 1; index >= 0; index -= 1) {
      const node = nodes[index];
      if (node !== undefined) this.#steps.push(node);
    }
  }

  #node(node: Node): void {
    switch (node.nodeType) {
      case Node.ELEMENT_NODE:
        this.#element(node as Element);
        return;
      case Node.TEXT_NODE:
      case Node.CDATA_SECTION_NODE: {
        const parent = node.parentElement;
        const isRaw = parent?.namespaceURI === html && rawText.has(parent.localName);
        const { data } = node as Text;
        if (this.#length + data.length > this.#options.limit) throw new TooLarge();
        this.#put(isRaw ? data : escapeText(data));
        return;
      }
      case Node.COMMENT_NODE:
        this.#put(`<!--${(node as Comment).data}-->`);
        return;
      case Node.DOCUMENT_TYPE_NODE:
        this.#put(doctype(node as DocumentType));
        return;
      default:
    }
  }

  #element(element: Element): void {
    const isHtml = element.namespaceURI === html;
    const name = isHtml ? element.localName : element.tagName;
    if (isHtml && name === 'slot' && element.getRootNode() instanceof ShadowRoot) {
      const shown = (element as HTMLSlotElement).assignedNodes();
      this.#later(shown.length > 0 ? shown : element.childNodes);
      return;
    }
    const frame = this.#options.frames.get(element);
    if (frame !== undefined) this.#put('<trawl-frame>');
    const isVoid = isHtml && voidElements.has(name);
    this.#put(this.#startTag(element, name));
    const end = isVoid ? '' : `</${name}>`;
    if (frame !== undefined) {
      this.#put(end);
      this.frames.push(frame);
      this.#parts.push([]);
      this.#put('</trawl-frame>');
      return;
    }
    if (isVoid) return;
    this.#steps.push(end);
    if (isHtml && name === 'noscript') return;
    if (isHtml && dropsLineFeed.has(name)) {
      const first = element.firstChild;
      if (first instanceof Text && first.data.startsWith('\n')) this.#put('\n');
    }
    const { shadowRoot } = element;
    if (shadowRoot !== null) {
      this.#later([...element.childNodes].filter((child) => !isShown(child)));
      this.#later(shadowRoot.childNodes);
      return;
    }
    this.#later(
      isHtml && name === 'template'
        ? (element as HTMLTemplateElement).content.childNodes
        : element.childNodes,
    );
  }

  #startTag(element: Element, name: string): string {
    let tag = `<${name}`;
    for (const attribute of element.attributes) {
      const value = this.#options.isFrame ? this.#absolute(attribute) : attribute.value;
      tag += ` ${attribute.name}="${escapeValue(value)}"`;
    }
    return `${tag}>`;
  }

  /** Links of a frame are relative to the frame, and its contents are about to stand in another page. */
  #absolute({ name, value }: Attr): string {
    if (!linkAttributes.has(name) || value.trim() === '' || value.startsWith('#')) return value;
    try {
      return new URL(value, this.#page.baseURI).href;
    } catch {
      return value;
    }
  }
}

/** Whether a child of a shadow host is left to its slot; blank text is left out with it. */
function isShown(child: Node): boolean {
  if (child instanceof Text && child.data.trim() === '') return true;
  return (child instanceof Element || child instanceof Text) && child.assignedSlot !== null;
}

function doctype({ name, publicId, systemId }: DocumentType): string {
  const system = systemId === '' ? '' : ` "${systemId}"`;
  if (publicId !== '') return `<!DOCTYPE ${name} PUBLIC "${publicId}"${system}>`;
  return systemId === '' ? `<!DOCTYPE ${name}>` : `<!DOCTYPE ${name} SYSTEM${system}>`;
}

function escapeText(text: string): string {
  return /[&\u00a0<>]/.test(text)
    ? text
        .replaceAll('&', '&amp;')
        .replaceAll('\u00a0', '&nbsp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
    : text;
}

function escapeValue(text: string): string {
  return /[&\u00a0"<>]/.test(text) ? escapeText(text).replaceAll('"', '&quot;') : text;
}
