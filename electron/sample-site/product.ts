import { type Department, departments, makers, shores } from './assortment.ts';
import { type Choices, createDice } from './dice.ts';

export const productCount = 10_000;
export const productsPerList = 24;
export const listCount = Math.ceil(productCount / productsPerList);

export interface Product {
  readonly number: number;
  readonly sku: string;
  readonly name: string;
  readonly maker: string;
  readonly department: Department;
  readonly description: string;
  readonly story: readonly string[];
  readonly priceCents: number;
  /** Zero: sold out. */
  readonly stock: number;
  readonly tags: readonly string[];
  /** A path on the site itself. */
  readonly image: string;
  readonly specification: readonly (readonly [name: string, value: string])[];
  readonly reviews: readonly Review[];
  /** Numbers of other products. */
  readonly related: readonly number[];
}

interface Review {
  readonly author: string;
  readonly place: string;
  readonly stars: number;
  readonly text: string;
}

/** The product of a number from 1 to `productCount`; the same one for every call. */
export function productOf(number: number): Product {
  const dice = createDice(`product ${number}`);
  const department = dice.pick(departments);
  const goods = dice.pick(department.goods);
  const material = dice.pick(department.materials);
  const maker = dice.pick(makers);
  const size = dice.pick(goods.sizes);
  const purpose = dice.pick(department.purposes);
  const thing = `${material} ${goods.noun}`;
  const name = `${maker} ${thing}, ${size}`;
  const cents = dice.pick([0, 50, 90, 95]);
  return {
    number,
    sku: `MT-${String(number).padStart(5, '0')}`,
    name,
    maker,
    department,
    description: `${capital(withArticle(thing, goods.noun))} ${purpose}. ${dice.pick(promises)}`,
    story: dice.some(stories, dice.between(3, 6)).map((line) => fill(line, goods.noun, maker)),
    priceCents: Math.max(300, Math.round(goods.price * (0.7 + dice.roll() * 0.7)) * 100 + cents),
    stock: dice.roll() < 0.15 ? 0 : dice.between(1, 60),
    tags: dice.some(department.tags, dice.between(2, 4)),
    image: `/images/${department.slug}-${dice.between(1, 6)}.svg`,
    specification: [
      ['Maker', maker],
      ['Size', size],
      ['Make', material],
      ['Weight', `${(dice.between(2, 45) / 10).toFixed(1)} kg`],
      ['Made in', dice.pick(shores)],
      ['Guarantee', `${dice.between(2, 10)} years`],
    ],
    reviews: Array.from({ length: dice.between(1, 4) }, () => ({
      author: dice.pick(people),
      place: dice.pick(shores),
      stars: dice.between(3, 5),
      text: fill(dice.pick(opinions), goods.noun, maker),
    })),
    related: Array.from({ length: 6 }, () => dice.between(1, 399)),
  };
}

/** `24.50`: a point and two decimal places, no separator of thousands. */
export function formatPrice(cents: number): string {
  return (cents / 100).toFixed(2);
}

function fill(line: string, noun: string, maker: string): string {
  return line.replaceAll('{noun}', noun).replaceAll('{maker}', maker);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a brass kettle", "an ash-cheeked block", but "deck boots" and "teak oil" without an article. */
function withArticle(thing: string, noun: string): string {
  if (/(boots|dividers|tar|oil|varnish|paint|chain|marline)$/.test(noun)) return thing;
  return `${/^[aeio]/i.test(thing) ? 'an' : 'a'} ${thing}`;
}

const promises: Choices<string> = [
  'Sent within two days from the quay.',
  'Tried by our own crew for a season.',
  'Spare parts are kept for twenty years.',
  'Comes back to us for repair, free in the first year.',
  'Made in small numbers, each one checked.',
];

const stories: Choices<string> = [
  'We first saw this {noun} on a pilot boat that had used it every day for eleven years, and asked where it came from.',
  '{maker} builds it in a shed behind the slipway with four people and a dog, and has no plans to grow.',
  'Nothing on it is there for looks, though most who buy one end up leaving it where visitors can see it.',
  'It is heavier than what the big catalogues sell, and that is the point: it stays where it was put.',
  'Rinse it with fresh water when you think of it. If you never think of it, it will last a little less long.',
  'The second version has a deeper groove and a better finish on the inside edge, after a winter of letters from customers.',
  'We keep every part of this {noun} in a drawer in the shop. Bring the old one and we fit the new part while you wait.',
  'In the rain, at night, with gloves: that is how we try whatever {maker} sends us. This one passed at the first attempt.',
  'There are cheaper ones. We sold them for a while, and then we got tired of saying sorry.',
  'If it does not suit your boat, send it back within a hundred days, used or not.',
];

const people: Choices<string> = [
  'Ingrid M.',
  'Tomás R.',
  'Hanne L.',
  'Old Pettersen',
  'Maeve C.',
  'Joost v. D.',
  'Yusuf A.',
  'The crew of “Second Wind”',
  'Saoirse K.',
  'Béatrice D.',
];

const opinions: Choices<string> = [
  'Does what it says. I have stopped thinking about it, which is the best I can say of any {noun}.',
  'Arrived wrapped in last week’s tide table. Sturdy, and prettier than in the picture.',
  'My third from {maker}. The first two went overboard, and that was my own fault.',
  'A good {noun}. One star less because my brother-in-law now wants one too.',
  'Stood up to a wet fortnight among the islands without a complaint.',
  'I would have liked it a size larger, but the exchange took three days and cost nothing.',
];
