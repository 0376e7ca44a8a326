/** Indexes among child elements, from the document element on; null for an element that is not in the page. */
export function pathOf(element: Element): number[] | null {
  const path: number[] = [];
  let current = element;
  while (current !== document.documentElement) {
    const parent = current.parentElement;
    if (parent === null) return null;
    path.push(Array.prototype.indexOf.call(parent.children, current));
    current = parent;
  }
  return path.reverse();
}

/** Null where the page has no such element. */
export function elementAt(path: readonly number[]): Element | null {
  let current: Element | null = document.documentElement;
  for (const index of path) current = current?.children[index] ?? null;
  return current;
}

const longest = 60;

/** What an element is called on screen: `a.product-card`, `h1#title`. */
export function nameOf(element: Element): string {
  const id = element.id === '' ? '' : `#${element.id}`;
  const first = element.classList[0];
  const name = `${element.localName}${id}${id === '' && first !== undefined ? `.${first}` : ''}`;
  return name.length > longest ? `${name.slice(0, longest)}…` : name;
}
