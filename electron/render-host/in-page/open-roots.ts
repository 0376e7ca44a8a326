/** The open shadow roots below a node, those inside other shadow roots included. */
export function openRoots(root: Node): ShadowRoot[] {
  const found: ShadowRoot[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { shadowRoot } = node as Element;
    if (shadowRoot !== null) found.push(shadowRoot, ...openRoots(shadowRoot));
  }
  return found;
}
