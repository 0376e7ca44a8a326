import type { Choices } from './dice.ts';

/** The products of the invented shop: the words from which their names are made. */

export interface Goods {
  readonly noun: string;
  /** The approximate price, in whole euros. */
  readonly price: number;
  readonly sizes: Choices<string>;
}

export interface Department {
  readonly slug: string;
  readonly name: string;
  /** The two colours of its pictures. */
  readonly colours: readonly [string, string];
  readonly materials: Choices<string>;
  readonly goods: Choices<Goods>;
  readonly tags: Choices<string>;
  readonly purposes: Choices<string>;
}

export const departments: Choices<Department> = [
  {
    slug: 'rope',
    name: 'Rope and line',
    colours: ['#c98b4b', '#f3dcb8'],
    materials: ['three-strand', 'double-braid', 'manila', 'tarred hemp', 'polyester', 'floating'],
    goods: [
      { noun: 'mooring line', price: 34, sizes: ['12 mm × 10 m', '14 mm × 15 m', '16 mm × 20 m'] },
      { noun: 'halyard', price: 58, sizes: ['8 mm × 25 m', '10 mm × 30 m', '12 mm × 36 m'] },
      { noun: 'heaving line', price: 21, sizes: ['8 mm × 20 m', '8 mm × 30 m'] },
      { noun: 'marline', price: 9, sizes: ['2 mm × 50 m', '3 mm × 50 m', '4 mm × 100 m'] },
      { noun: 'main sheet', price: 46, sizes: ['10 mm × 15 m', '12 mm × 18 m'] },
    ],
    tags: ['splices well', 'spliced eye', 'by the metre', 'UV stable', 'soft hand', 'low stretch'],
    purposes: [
      'for boats that lie in a swell',
      'that runs through a block without a kink',
      'for a berth with a big tide',
      'for hands that work without gloves',
    ],
  },
  {
    slug: 'blocks',
    name: 'Blocks and shackles',
    colours: ['#5e6b73', '#d7dee0'],
    materials: ['bronze', 'stainless', 'ash-cheeked', 'forged', 'galvanised'],
    goods: [
      { noun: 'snatch block', price: 72, sizes: ['57 mm', '75 mm', '100 mm'] },
      { noun: 'bow shackle', price: 11, sizes: ['6 mm', '8 mm', '10 mm', '12 mm'] },
      { noun: 'double block', price: 49, sizes: ['40 mm', '57 mm'] },
      { noun: 'swivel', price: 15, sizes: ['8 mm', '10 mm'] },
      { noun: 'horn cleat', price: 18, sizes: ['150 mm', '200 mm', '250 mm'] },
    ],
    tags: [
      'load tested',
      'captive pin',
      'ball bearing',
      'rigging',
      'deck gear',
      'spare parts kept',
    ],
    purposes: [
      'that takes a side load without jamming',
      'for running rigging up to twelve metres',
      'with a breaking load stamped on the cheek',
      'that can be opened under way',
    ],
  },
  {
    slug: 'knives',
    name: 'Knives and tools',
    colours: ['#7d4f3a', '#e8d8cf'],
    materials: ['carbon steel', 'stainless', 'olive-handled', 'cork-handled', 'folding'],
    goods: [
      { noun: 'rigging knife', price: 39, sizes: ['80 mm blade', '95 mm blade'] },
      { noun: 'marlinspike', price: 24, sizes: ['180 mm', '230 mm'] },
      { noun: 'filleting knife', price: 33, sizes: ['150 mm blade', '200 mm blade'] },
      { noun: 'sailmaker’s palm', price: 27, sizes: ['right hand', 'left hand'] },
      { noun: 'splicing fid', price: 14, sizes: ['size 1', 'size 2', 'size 3'] },
    ],
    tags: ['lanyard hole', 'left-handed too', 'sharpened free', 'sheath included', 'floats'],
    purposes: [
      'that opens with one cold hand',
      'for a clean cut through wet rope',
      'for the ditty bag',
      'that keeps its edge a whole season',
    ],
  },
  {
    slug: 'clothing',
    name: 'Foul-weather clothing',
    colours: ['#d9a21b', '#fbe9b7'],
    materials: ['oiled cotton', 'boiled wool', 'waxed canvas', 'three-layer', 'fleece-lined'],
    goods: [
      { noun: 'smock', price: 129, sizes: ['S', 'M', 'L', 'XL'] },
      { noun: 'guernsey', price: 98, sizes: ['S', 'M', 'L', 'XL'] },
      { noun: 'sou’wester', price: 42, sizes: ['57 cm', '59 cm', '61 cm'] },
      { noun: 'deck boots', price: 115, sizes: ['39', '41', '43', '45'] },
      { noun: 'watch cap', price: 26, sizes: ['one size'] },
    ],
    tags: ['rain', 'winter', 'taped seams', 'made to last', 'repairable', 'unisex'],
    purposes: [
      'for the middle watch in November',
      'that dries on a hook by morning',
      'cut wide enough for a jersey underneath',
      'that keeps spray out of the collar',
    ],
  },
  {
    slug: 'lamps',
    name: 'Lamps and lanterns',
    colours: ['#b5651d', '#ffe2b0'],
    materials: ['brass', 'copper', 'gimballed', 'tin', 'hand-blown'],
    goods: [
      { noun: 'anchor lamp', price: 88, sizes: ['small', 'large'] },
      { noun: 'cabin lantern', price: 64, sizes: ['180 mm', '240 mm'] },
      { noun: 'chart light', price: 37, sizes: ['12 V', '24 V'] },
      { noun: 'head torch', price: 29, sizes: ['200 lm', '400 lm'] },
    ],
    tags: ['paraffin', 'LED', 'red night light', 'spare glass', 'two-mile visibility'],
    purposes: [
      'that burns for thirty hours on one filling',
      'for reading a chart without waking the crew',
      'that stays upright when nothing else does',
      'seen from the far side of the anchorage',
    ],
  },
  {
    slug: 'navigation',
    name: 'Compasses and charts',
    colours: ['#1f5f7a', '#cfe6ee'],
    materials: ['liquid-damped', 'brass', 'hardwood', 'waterproof', 'illuminated'],
    goods: [
      { noun: 'steering compass', price: 185, sizes: ['75 mm card', '100 mm card'] },
      { noun: 'hand-bearing compass', price: 69, sizes: ['pocket', 'standard'] },
      { noun: 'parallel rule', price: 23, sizes: ['300 mm', '450 mm'] },
      { noun: 'chart dividers', price: 19, sizes: ['150 mm', '180 mm'] },
      { noun: 'barometer', price: 142, sizes: ['100 mm', '120 mm'] },
    ],
    tags: ['adjusted by hand', 'coastal', 'offshore', 'no batteries', 'gift boxed'],
    purposes: [
      'that settles while others still swing',
      'for a chart table that is never level',
      'for the day the plotter goes dark',
      'with figures that can be read at arm’s length',
    ],
  },
  {
    slug: 'anchors',
    name: 'Anchors and chain',
    colours: ['#3e4a52', '#c5ced3'],
    materials: ['galvanised', 'stainless', 'folding', 'forged', 'high-holding'],
    goods: [
      { noun: 'plough anchor', price: 159, sizes: ['10 kg', '16 kg', '20 kg'] },
      { noun: 'grapnel', price: 31, sizes: ['1.5 kg', '2.5 kg', '4 kg'] },
      { noun: 'kedge anchor', price: 118, sizes: ['8 kg', '12 kg'] },
      { noun: 'calibrated chain', price: 96, sizes: ['8 mm × 20 m', '10 mm × 30 m'] },
    ],
    tags: ['holds in sand', 'holds in weed', 'test certificate', 'stows flat', 'heavy goods'],
    purposes: [
      'that bites at the first pull',
      'for a lunch stop or a long gale',
      'that sets itself again when the wind goes round',
      'for sand, mud and most of what lies between',
    ],
  },
  {
    slug: 'tackle',
    name: 'Fishing tackle',
    colours: ['#2f7d6b', '#cdebe2'],
    materials: ['hand-tied', 'cork-gripped', 'two-piece', 'weighted', 'barbless'],
    goods: [
      { noun: 'mackerel line', price: 12, sizes: ['4 hooks', '6 hooks'] },
      { noun: 'boat rod', price: 76, sizes: ['1.8 m', '2.1 m', '2.4 m'] },
      { noun: 'landing net', price: 28, sizes: ['40 cm', '55 cm'] },
      { noun: 'crab pot', price: 44, sizes: ['single', 'double'] },
      { noun: 'spinner set', price: 17, sizes: ['5 pieces', '12 pieces'] },
    ],
    tags: ['inshore', 'deep water', 'catch and release', 'for beginners', 'spare hooks'],
    purposes: [
      'for supper from the stern',
      'that small hands can hold as well',
      'for pollack over rough ground',
      'that does not tangle in the locker',
    ],
  },
  {
    slug: 'galley',
    name: 'Galley and cabin',
    colours: ['#2c6e8f', '#e3eef4'],
    materials: ['enamelled', 'cast-iron', 'stoneware', 'copper-bottomed', 'non-slip'],
    goods: [
      { noun: 'kettle', price: 48, sizes: ['1.2 l', '2 l'] },
      { noun: 'mug', price: 11, sizes: ['0.3 l', '0.45 l'] },
      { noun: 'fish pan', price: 57, sizes: ['26 cm', '32 cm'] },
      { noun: 'bread tin', price: 22, sizes: ['1 kg', '1.5 kg'] },
      { noun: 'coffee pot', price: 35, sizes: ['4 cups', '6 cups'] },
    ],
    tags: ['stays put', 'gimbal stove', 'easy to clean', 'nests', 'gift'],
    purposes: [
      'with a base wider than its belly',
      'for cooking on one flame',
      'that survives a fall down the companionway',
      'for the first hot drink after a cold watch',
    ],
  },
  {
    slug: 'paint',
    name: 'Paint, oil and varnish',
    colours: ['#8d3b3b', '#f2d6d2'],
    materials: ['long-oil', 'tung-oil', 'copper-free', 'two-part', 'lead-free'],
    goods: [
      { noun: 'spar varnish', price: 31, sizes: ['0.5 l', '1 l', '2.5 l'] },
      { noun: 'bottom paint', price: 84, sizes: ['0.75 l', '2.5 l'] },
      { noun: 'teak oil', price: 19, sizes: ['0.5 l', '1 l'] },
      { noun: 'deck paint', price: 43, sizes: ['1 l', '2.5 l'] },
      { noun: 'Stockholm tar', price: 16, sizes: ['0.5 l', '1 l'] },
    ],
    tags: ['brushes well', 'quick drying', 'satin', 'high gloss', 'low odour'],
    purposes: [
      'that stays clear for three summers',
      'for wood that works',
      'that forgives a damp morning',
      'for the season between two haul-outs',
    ],
  },
  {
    slug: 'safety',
    name: 'Safety',
    colours: ['#c8452f', '#ffd9cf'],
    materials: ['self-righting', 'reflective', 'automatic', 'hand-held', 'compact'],
    goods: [
      { noun: 'life jacket', price: 139, sizes: ['50–70 kg', '70–100 kg', 'child'] },
      { noun: 'throwing line', price: 36, sizes: ['15 m', '20 m'] },
      { noun: 'fog horn', price: 25, sizes: ['mouth-blown', 'canister'] },
      { noun: 'jackstay pair', price: 74, sizes: ['8 m', '10 m'] },
      { noun: 'bilge pump', price: 67, sizes: ['25 l/min', '40 l/min'] },
    ],
    tags: ['serviced yearly', 'night', 'single-handed', 'children', 'approved'],
    purposes: [
      'that can be found in the dark',
      'to be worn and not only carried',
      'that works the first time',
      'for a crew of two and a bad forecast',
    ],
  },
  {
    slug: 'books',
    name: 'Books and almanacs',
    colours: ['#4b4a7a', '#dedcf0'],
    materials: ['illustrated', 'pocket', 'cloth-bound', 'spiral-bound', 'annotated'],
    goods: [
      { noun: 'tide almanac', price: 24, sizes: ['this year', 'next year'] },
      { noun: 'book of knots', price: 18, sizes: ['paperback', 'hardback'] },
      { noun: 'pilot guide', price: 37, sizes: ['north coast', 'south coast', 'islands'] },
      { noun: 'log book', price: 21, sizes: ['60 days', '120 days'] },
    ],
    tags: ['waterproof paper', 'new edition', 'second-hand too', 'with charts', 'gift'],
    purposes: [
      'for evenings at anchor',
      'written by someone who has been there',
      'that lies open by itself',
      'with room in the margin for your own marks',
    ],
  },
];

export const makers: Choices<string> = [
  'Skerry Works',
  'Brackwater',
  'Harl & Voss',
  'Marrow Point',
  'Fennmark',
  'Oddny',
  'Tollan Bros.',
  'Lunsmoor',
  'Penhessick',
  'Ketilsund',
  'Quay Nine',
  'Aldermouth',
];

export const shores: Choices<string> = [
  'Saint Brannoc',
  'Hollin Sound',
  'Västerhamn',
  'Port Ellisk',
  'Cala Verrosa',
  'Noordermeer',
  'Kråkvik',
  'Lough Arrin',
];
