import type { Element } from 'domhandler';
import { shownText } from '../extract/shown-text.ts';
import { findAll, findFirst } from '../extract/walk.ts';
import { isPrice } from '../selectors/value-shape.ts';
import type { Proposal } from './propose.ts';
import { nameWords, type Surroundings, shortTexts, whole } from './seen.ts';
import type { Visible } from './visible.ts';

/** What shops write about their stock, as the whole text or its beginning. */
const stock =
  /^(?:(?:currently |temporarily )?(?:in stock|out of stock|sold out|available|unavailable|only \d+ left|pre-?order|back-?order|ships|usually ships|discontinued)|(?:nicht )?(?:auf lager|lieferbar|verfügbar|vorrätig)|sofort lieferbar|ausverkauft|(?:plus )?en stock|(?:en )?rupture|disponible|indisponible|épuisé|agotado|en existencias|disponibile|esaurito|op voorraad|uitverkocht|em estoque|esgotado|dostępny|niedostępny|в наличии|нет в наличии|på lager|i lager|slut i lager|varastossa|skladem)(?:$|[\s.,;:!(])/i;

/** Price, brand and availability of the one thing that a page is about, as they stand on it. */
export function productFacts(visible: Visible, around: Surroundings): readonly Proposal[] {
  const { root } = visible.page;
  const texts = shortTexts(root, 80).filter(({ element }) => around.holds(element));
  const order = new Map(findAll(root, () => true).map((element, place) => [element, place]));
  const heading = findFirst(root, ({ name }) => name === 'h1');
  const from = heading === null ? 0 : (order.get(heading) ?? 0);
  const behind = ({ element }: { readonly element: Element }) => (order.get(element) ?? 0) > from;

  const named = (words: readonly string[], test: (text: string) => boolean) =>
    texts.filter(
      ({ element, text }) =>
        test(text) &&
        [element, element.parent].some(
          (at) =>
            at !== null && 'attribs' in at && nameWords(at).some((word) => words.includes(word)),
        ),
    );
  const first = (found: readonly { readonly element: Element; readonly text: string }[]) => {
    const [best] = [...found.filter(behind), ...found];
    return best === undefined ? null : whole(best.element, best.text);
  };

  const prices = texts.filter(({ text }) => isPrice(text) && text.length < 40);
  const inNamed =
    splitPrice(visible, around) ?? first(named(['price', 'preis', 'prix', 'precio'], isPrice));
  const isOnlyPrice = new Set(prices.map(({ text }) => text)).size === 1;
  const price = inNamed ?? (isOnlyPrice ? first(prices) : null);
  const inStock = first(
    named(['availability', 'stock', 'lieferbarkeit', 'verfügbarkeit'], (text) =>
      /\p{L}/u.test(text),
    ),
  );
  const availability = inStock ?? first(texts.filter(({ text }) => stock.test(text)));
  const brand = first(
    named(['brand', 'manufacturer', 'marke', 'hersteller', 'marque'], (text) => isName(text)),
  );
  return [
    visible.propose(price, { name: 'price' }),
    // A page of several things, or of none, has no brand and no stock of its own.
    ...(price === null
      ? []
      : [
          visible.propose(brand, { name: 'brand' }),
          visible.propose(availability, { name: 'availability' }),
        ]),
  ].filter((proposal) => proposal !== null);
}

/** A name of a few words, and no label, sentence or address. */
const isName = (text: string): boolean =>
  text.length <= 40 && /^\p{L}/u.test(text) && !/[:?!]$|https?:/.test(text);

/** A price in parts, such as `<span class=price>€ <b>12</b><sup>99</sup></span>`: the whole of it. */
function splitPrice({ page }: Visible, around: Surroundings): Element | null {
  const holders = findAll(page.root, (element) => nameWords(element).includes('price'));
  const found = holders.filter((element) => around.holds(element) && isPrice(shownText(element)));
  const inner = found.filter(
    (element) => !found.some((other) => other !== element && other.parent === element),
  );
  return inner[0] ?? null;
}
