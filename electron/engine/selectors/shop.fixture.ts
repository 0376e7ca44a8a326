import { createDice } from '../core/test-support/dice.ts';

/*
 * Product pages of made-up shops: the same contents in five styles of markup, each of which can change as shops
 * change. What a field should give is known for every page.
 */

export const styles = ['bem', 'hashed', 'modules', 'utility', 'test-ids'] as const;
export type Style = (typeof styles)[number];

export const changes = ['none', 'rehashed', 'added row', 'moved block', 'gone', 'all'] as const;
export type Change = (typeof changes)[number];

export const shopFields = [
  'name',
  'price',
  'brand',
  'number',
  'weight',
  'stock',
  'description',
  'picture',
] as const;
export type ShopField = (typeof shopFields)[number];

export type Product = Readonly<Record<ShopField, string>> & { readonly oldPrice: string | null };

export function productAt(seed: number): Product {
  const dice = createDice(seed);
  const pick = (words: string) => {
    const all = words.split(' ');
    return all[Math.floor(dice() * all.length)] ?? '';
  };
  const amount = (from: number, to: number) => from + Math.floor(dice() * (to - from));
  const adjective = pick('Copper Quiet Large Folding Nordic Plain Bright Sturdy');
  const noun = pick('Kettle Lamp Chair Tent Basket Clock Ladder Bench');
  const price = amount(8, 900);
  return {
    name: `${adjective} ${noun} ${amount(2, 99)}`,
    price: `€ ${price}.${amount(10, 99)}`,
    oldPrice: dice() < 0.5 ? `€ ${price + amount(5, 90)}.00` : null,
    brand: pick('Acme Fjordal Tindra Holm Kestrel Oakline'),
    number: `${pick('TR KX QA ZB')}-${amount(10_000, 99_999)}`,
    weight: `${amount(1, 30)}.${amount(1, 9)} kg`,
    stock: pick('Available Sold_out Preorder').replace('_', ' '),
    description: `A ${adjective.toLowerCase()} ${noun.toLowerCase()} for ${pick('kitchens gardens halls sheds')}, made of ${pick('wood steel wool clay')} and built to be repaired. It comes with ${amount(2, 9)} years of spare parts.`,
    picture: `https://example.com/pictures/${amount(1000, 9999)}.jpg`,
  };
}

/** Attributes of an element that plays a part in the page, as its style writes them. */
type Attributes = (part: string) => string;

function attributesIn(style: Style, build: number): Attributes {
  const hash = (text: string, length: number) => {
    const dice = createDice(
      [...`${text}${build}`].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7) >>> 0,
    );
    const signs = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
    return Array.from({ length }, () => signs[Math.floor(dice() * signs.length)]).join('');
  };
  const emotion = (part: string) => `css-${hash(part, 7).toLowerCase()}`;
  return (part) => {
    const [block = '', element = ''] = part.split('.');
    switch (style) {
      case 'bem':
        return `class="${block}${element === '' ? '' : `__${element}`}"`;
      case 'hashed':
        return `class="${emotion(part)} e${hash(part, 8).toLowerCase()}${part.length % 10}"`;
      case 'modules':
        return `class="${block[0]?.toUpperCase()}${block.slice(1)}_${element || 'root'}__${hash(part, 5)}"`;
      case 'utility':
        return `class="${utilities[element] ?? 'mt-4 flex flex-col gap-2'}"`;
      case 'test-ids':
        return `class="${emotion(part)}"${block === 'product' && element !== '' ? ` data-testid="${block}-${element}"` : ''}`;
    }
  };
}

const utilities: Readonly<Record<string, string>> = {
  price: 'text-3xl font-bold tracking-tight text-gray-900',
  old: 'text-xl line-through text-gray-500',
  label: 'text-sm font-medium text-gray-500',
  value: 'mt-1 text-sm text-gray-900 sm:col-span-2',
  row: 'px-4 py-3 sm:grid sm:grid-cols-3',
  name: 'text-2xl font-bold text-gray-900',
  text: 'text-base text-gray-700 leading-relaxed',
  picture: 'h-full w-full object-cover rounded-lg',
};

/** The fields that the page of a changed shop no longer has. */
export const goneFields: readonly ShopField[] = ['price', 'weight', 'description'];

/** The page of a product; `seed` decides about its surroundings. */
export function shopPage(style: Style, product: Product, change: Change, seed: number): string {
  const has = (one: Change) => change === one || change === 'all';
  const at = attributesIn(style, has('rehashed') ? 2 : 1);
  const specs = [
    ['Brand', product.brand],
    ['Article number', product.number],
    ['Weight', product.weight],
    ['Guarantee', '2 years'],
  ] as const;
  const isGone = change === 'gone';
  const rows = has('added row')
    ? [['Shipping Weight', '31.5 kg'] as const, ['Brand family', 'Homeware'] as const, ...specs]
    : specs.filter(([label]) => !(isGone && label === 'Weight'));
  const gallery = `<figure ${at('product.gallery')}><img ${at('product.picture')} src="${product.picture}" alt="${product.name}"></figure>
    <ul ${at('thumbs')}>${[1, 2].map((n) => `<li><img ${at('thumbs.picture')} src="/t/${n}.jpg" alt=""></li>`).join('')}</ul>`;
  const buy = `<section ${at('product.buy')}><h1 ${at('product.name')}>${product.name}</h1>${isGone ? '' : priceIn(style, product, at)}${stockIn(style, product, at)}
    <button ${at('product.add')} type="button">Add to basket</button></section>`;
  const details = `<section ${at('specs')}><h2 ${at('specs.title')}>Specifications</h2>${specsIn(style, rows, at)}</section>`;
  const text = `<section ${at('about')}><h2 ${at('about.title')}>Description</h2>${isGone ? '' : `<p ${at('product.text')}>${product.description}</p>`}<p ${at('about.note')}>Pictures may differ.</p></section>`;
  const related = `<section ${at('related')}><h2 ${at('related.title')}>Others also bought</h2><ul ${at('related.list')}>${[
    1, 2, 3,
  ]
    .map((n) => {
      const other = productAt(seed * 10 + n);
      return `<li ${at('card')}><a ${at('card.link')} href="/p/${n}"><img ${at('card.picture')} src="${other.picture}" alt="${other.name}"><h3 ${at('card.name')}>${other.name}</h3></a><p ${at('card.price')}>${other.price}</p></li>`;
    })
    .join('')}</ul></section>`;
  const blocks = has('moved block')
    ? [related, text, gallery, details, buy]
    : [gallery, buy, details, text, related];
  return `<!doctype html><html lang="en"><head><title>${product.name} | Shop</title></head><body>
    <header ${at('header')}><a href="/" ${at('header.logo')}>Shop</a><nav ${at('menu')}><ul>${['Kitchen', 'Garden', 'Sale'].map((name) => `<li ${at('menu.item')}><a href="/${name}">${name}</a></li>`).join('')}</ul></nav></header>
    <main ${at('product')}>${blocks.join('\n')}</main>
    <footer ${at('footer')}><p ${at('footer.text')}>© Shop, Weight Street 3</p></footer></body></html>`;
}

function priceIn(style: Style, { price, oldPrice }: Product, at: Attributes): string {
  const old = oldPrice === null ? '' : `<s ${at('product.old')}>${oldPrice}</s>`;
  switch (style) {
    case 'hashed':
      return `<div ${at('product.pair')}><span ${at('product.label')}>Price</span><span ${at('product.price')}>${price}</span></div>`;
    case 'utility':
      return `${old}<p ${at('product.buyline')}><span class="sr-only">Price:</span> <span ${at('product.price')}>${price}</span></p>`;
    case 'bem':
    case 'modules':
    case 'test-ids':
      return `${old}<p ${at('product.price')}>${price}</p>`;
  }
}

function stockIn(style: Style, { stock }: Product, at: Attributes): string {
  switch (style) {
    case 'hashed':
      return `<div ${at('product.pair')}><span ${at('product.label')}>Availability</span><span ${at('product.stock')}>${stock}</span></div>`;
    case 'utility':
      return `<p ${at('product.text')}>Availability: <b>${stock}</b></p>`;
    case 'bem':
    case 'modules':
    case 'test-ids':
      return `<p ${at('product.stock')}>${stock}</p>`;
  }
}

function specsIn(
  style: Style,
  rows: readonly (readonly [string, string])[],
  at: Attributes,
): string {
  const all = (row: (label: string, value: string) => string) =>
    rows.map(([label, value]) => row(label, value)).join('');
  switch (style) {
    case 'bem':
    case 'utility':
      return `<dl ${at('specs.list')}>${all((label, value) => `<div ${at('specs.row')}><dt ${at('specs.label')}>${label}</dt><dd ${at('specs.value')}>${value}</dd></div>`)}</dl>`;
    case 'hashed':
      return `<table ${at('specs.table')}>${all((label, value) => `<tr ${at('specs.row')}><th ${at('specs.label')}>${label}</th><td ${at('specs.value')}>${value}</td></tr>`)}</table>`;
    case 'modules':
      return all(
        (label, value) =>
          `<div ${at('specs.row')}><span ${at('specs.label')}>${label}</span><span ${at('specs.value')}>${value}</span></div>`,
      );
    case 'test-ids':
      return `<table ${at('specs.table')}>${all((label, value) => `<tr data-testid="spec-row"><td ${at('specs.label')}>${label}</td><td ${at('specs.value')}>${value}</td></tr>`)}</table>`;
  }
}
