import type { CreateRenderer } from '../ports/renderer.ts';

/** The price that the script of every page writes. */
export const scriptedPrice = '4.50';

/**
 * Stands in for a browser in which the script of each page writes a price, if there is none, after some
 * milliseconds.
 *
 * @param onRender called with the URL of each page
 */
export function scriptedRenderer(
  onRender: (url: string) => void = () => undefined,
): CreateRenderer {
  return () => ({
    async render(page, _rules, signal) {
      onRender(page.url);
      await new Promise((resolve) => setTimeout(resolve, 5));
      signal.throwIfAborted();
      const html = new TextDecoder().decode(page.body);
      const price = html.includes('<b>') ? '' : `<b>${scriptedPrice}</b>`;
      return { kind: 'page', page: { ...page, body: new TextEncoder().encode(html + price) } };
    },
    close: () => Promise.resolve(),
  });
}
