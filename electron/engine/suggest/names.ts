import type { Element } from 'domhandler';

/** Classes of an element that are likely to remain unchanged, in the order of the page. */
export function stableClasses(element: Element): readonly string[] {
  const names = (element.attribs['class'] ?? '').split(/\s+/);
  return [...new Set(names)].filter(
    (name) => isPlain(name) && !isHash(name) && !styling.test(name),
  );
}

export function stableId(element: Element): string | null {
  const id = element.attribs['id'] ?? '';
  return isPlain(id) && !isHash(id) && !/\d/.test(id) ? id : null;
}

/** Needs no escaping in a selector. */
const isPlain = (name: string) => /^[a-z][a-z0-9_-]{2,39}$/i.test(name);

/** Made by a build tool (`css-1q2w3e`, `Card_title__x1Y2z`, `FoItC`) or numbered by a database. */
function isHash(name: string): boolean {
  if (/^(?:css|sc|jsx|jss|svelte|emotion)-/.test(name)) return true;
  return name.split(/[-_]+/).some((part) => {
    if (/\d{3,}|[a-z]\d+[a-z]|^\d+[a-z]/i.test(part)) return true;
    if (part.length < 5) return false;
    const mixed = /[a-z]/.test(part) && /.[A-Z]/.test(part);
    return mixed ? !/[a-z]{3}/.test(part) : !/[aeiouy]/i.test(part);
  });
}

/** Names of states and layout, which do not say what a thing is. */
const styling =
  /^(?:active|selected|current|first|last|odd|even|open|closed|hidden|visible|clear(?:fix)?|wrapper|container|inner|row|cols?|column|grid|flex|block|inline|left|right|center|lazy.*|js-.*|is-.*|has-.*|no-.*|col-.*|row-.*|[mp][trblxy]?-.+|[wh]-.+|gap-.+|bg-.+|border.*|rounded.*|items-.+|justify-.+|space-.+|font-.+|leading-.+|shadow.*|overflow-.+|pull-.+|align.*|fa|fa-.*|icon-.*|hentry|status-.*|post-\d+)$/i;

/** A column's name from a class or a tag: `product-Title` becomes `product_title`. */
export function columnName(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}
