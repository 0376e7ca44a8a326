import render from 'dom-serializer';
import { type Document, DomHandler, type ParentNode } from 'domhandler';
import { Parser } from 'htmlparser2';
import { decodeText } from './one-pass/decode.ts';
import { maxLevels, TooDeepError } from './tree-levels.ts';

/** The tree of a page that is XML. */
export function parseXml(source: string): Document {
  const tree = new XmlTree();
  new Parser(tree, { xmlMode: true }).end(withCharacters(source));
  return tree.root;
}

class XmlTree extends DomHandler {
  override onopentag(name: string, attributes: Record<string, string>): void {
    if (this.tagStack.length > maxLevels) throw new TooDeepError();
    super.onopentag(name, attributes);
  }
}

/**
 * XML in which the character names that only HTML has (`&nbsp;`) are replaced by the characters: XHTML
 * declares them in its document type, which no parser reads here.
 */
function withCharacters(xml: string): string {
  return xml.replace(
    /<!\[CDATA\[.*?(?:\]\]>|$)|&(?!(?:amp|lt|gt|quot|apos);)[a-z]\w*;/gis,
    (found) => (found.startsWith('&') ? decodeText(found, 'data') : found),
  );
}

/** The XML inside a node. dom-serializer writes all characters beyond ASCII as numbers, `&#x4e2d;`. */
export function innerXml(node: ParentNode): string {
  return render(node.children, { xmlMode: true }).replace(
    /<!\[CDATA\[.*?(?:\]\]>|$)|<!--.*?(?:-->|$)|&#x([0-9a-f]+);/gis,
    (found, code: string | undefined) =>
      code === undefined ? found : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
