import { largestPicture, lazySource, linkKind } from './link-attributes.ts';
import type { NamedElement } from './named-element.ts';

/**
 * The value of an attribute. `link`: to be made absolute; `contents`: the element's text is used as the
 * value.
 */
export type AttributeValue =
  | { readonly kind: 'value' | 'link'; readonly value: string }
  | { readonly kind: 'contents' };

const booleanAttributes =
  /^(?:autofocus|autoplay|async|checked|controls|defer|disabled|hidden|loop|multiple|open|readonly|required|scoped|selected)$/i;

/** The attribute that is read instead of `name`, since a script loads the address late; null for none. */
export function lateAttribute(element: NamedElement, name: string, xml: boolean): string | null {
  return xml || name.toLowerCase() !== 'src' ? null : lazySource(element);
}

/**
 * An attribute's value as a person expects it: a flag by its name, the largest picture of a set, the picture
 * itself if `src` holds a placeholder for it. Empty if it is missing.
 */
export function attributeValue(element: NamedElement, name: string, xml: boolean): AttributeValue {
  const exact = element.value(name);
  const key = exact !== undefined || xml ? name : name.toLowerCase();
  const source = lateAttribute(element, key, xml) ?? key;
  const value = source === key ? (exact ?? element.value(key)) : element.value(source);
  if (value === undefined) return missingAttribute(element, key);
  if (!xml && booleanAttributes.test(key)) return { kind: 'value', value: key.toLowerCase() };
  const kind = linkKind(element, source, value);
  return kind === 'set' ? { kind: 'link', value: largestPicture(value) } : { kind, value };
}

function missingAttribute(element: NamedElement, name: string): AttributeValue {
  if (name !== 'value') return { kind: 'value', value: '' };
  if (element.name === 'option') return { kind: 'contents' };
  const type = element.name === 'input' ? element.value('type') : undefined;
  return { kind: 'value', value: type === 'radio' || type === 'checkbox' ? 'on' : '' };
}
