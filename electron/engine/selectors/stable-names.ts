/*
 * Which names of a page (classes, ids, test ids) were written by a person to say what a thing is. Build tools
 * make others anew with each build, and classes of a style system say only how a thing looks. A name that is
 * wrongly held to be stable finds nothing after the next build; one that only styles finds something else, so
 * the names of style systems are known by their vocabulary.
 */

export type NameKind =
  /** Says what the thing is. */
  | { readonly kind: 'named' }
  /** Written by a person, but could be anything: `title`, `value`. */
  | { readonly kind: 'general' }
  /** A name with a hash behind it (`Product_price__x1Y2z`): its beginning lasts. */
  | { readonly kind: 'stem'; readonly start: string }
  /** A name with a hash before it (`css-1q2w3e-Price`): its end lasts. */
  | { readonly kind: 'ending'; readonly end: string }
  /** A hash, a number, or a name of a style system. */
  | { readonly kind: 'none' };

const none: NameKind = { kind: 'none' };

export function kindOfName(name: string): NameKind {
  if (name.length > 80 || !/^[\p{L}_-][\p{L}\d_-]*$/u.test(name)) return none;
  const [, end] = /^css-[a-z0-9]+(-[A-Z]\w*)$/.exec(name) ?? [];
  if (end !== undefined && !end.startsWith('-Mui')) return { kind: 'ending', end };
  if (madeByLibraries.test(name) || isStyling(name)) return none;
  const parts = name.split(/([-_]+)/);
  const hash = parts.findIndex((part, index) => index % 2 === 0 && isRandom(part));
  const written = hash < 0 ? parts : parts.slice(0, hash);
  const words = written.filter((_, index) => index % 2 === 0).flatMap(wordsOf);
  if (!words.some((word) => word.length > 1)) return none;
  const isGeneral = words.every((word) => general.has(word) || word.length < 2);
  if (hash < 0) return { kind: isGeneral ? 'general' : 'named' };
  // `item-12345` is the number of a thing, and no hash of a build.
  const isNumber = /^\d+$/.test(parts[hash] ?? '');
  return isGeneral || isNumber ? none : { kind: 'stem', start: written.join('') };
}

/** `productTitle` and `product-title` are two words each. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

const madeByLibraries =
  /^(?:css-|sc-|jsx-|jss\d|svelte-|emotion-|makeStyles-|Mui[A-Z]|ng-|v-|chakra-|ant-|el-|mantine-|wp-block|wp-image|elementor|et_pb|vc_|swiper|slick|splide|owl|fa-|icon-|js-|is-|has-|no-|_ng|hentry|status-|post-\d)/;

/** A part of a name that no person writes: `x1Y2z`, `bdVaJa`, `1q2w3e`, `20334`. */
export function isRandom(part: string): boolean {
  if (/\d{3,}/.test(part) || /^\d+\p{L}/u.test(part)) return true;
  // `step12` is a word with a number; `yAWZ0` is a hash.
  if (/\d/.test(part)) return !wordAndNumber.test(part) && part.length > 2;
  if (part.length < 5) return /[a-z][A-Z]/.test(part) && !/^[a-z]{2,}[A-Z][a-z]/.test(part);
  if (/^\p{Lu}+$/u.test(part)) return part.length > 6;
  const words = part.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').split(' ');
  if (words.some((word) => word.length < 2)) return true;
  if (words.length > 1) {
    return words.filter((word) => word.length < 3 || !vowel.test(word)).length * 2 >= words.length;
  }
  if (/[a-z]/.test(part) && /.[A-Z]/.test(part)) return true;
  return !vowel.test(part) || /[bcdfghjklmnpqrstvwxz]{5}/i.test(part);
}

const wordAndNumber = /^(?=\p{L}{2,5}\d)(?:\p{Lu}?\p{Ll}+|\p{Lu}+)\d{1,2}$/u;

/** Not only of English: names in other scripts count as words. */
const vowel = /[aeiouyäöüåæøáéíóúàèìòùâêîôûãõ]|[^\p{ASCII}]/iu;

const words = (text: string) => new Set(text.split(' '));

/** They name a part of any thing, and stand on several things of a site. */
const general = words(
  'value values val text txt label content contents name names item items box info desc details detail ' +
    'wrapper wrap inner outer body data link links image images img picture pic photo icon title heading ' +
    'headline header footer head foot main page section block element component module unit cell entry ' +
    'list group container holder area panel field fields number count tag tags badge meta caption copy ' +
    'top bottom left right center start end first last middle big small large new old primary secondary ' +
    'sub button btn cta key row rows col cols column columns card cards tile teaser media object line root',
);

/** Whether a class says how a thing looks or in which state it is, and not what it is. */
export function isStyling(name: string): boolean {
  if (/[^\p{L}\d_-]/u.test(name) || stylingWords.has(name)) return true;
  const [head = '', ...rest] = name.replace(/^-/, '').split('-');
  if (stylingHeads.has(head) && rest.length > 0 && rest.every(isStylingValue)) return true;
  return /^(?:(?:active|selected|current|odd|even|open|closed|visible|lazy)(?:$|[-_]))|(?:__|--)(?:active|open|selected)$/i.test(
    name,
  );
}

const stylingWords = words(
  'flex grid block inline inline-block inline-flex hidden table contents static fixed absolute relative ' +
    'sticky truncate italic not-italic underline overline line-through no-underline uppercase lowercase ' +
    'capitalize antialiased container row rounded shadow border ring transition transform grow shrink ' +
    'visible invisible collapse isolate outline resize prose group peer sr-only not-sr-only clearfix ' +
    'clear filter blur active selected current disabled show hide fade in out pull-left pull-right muted ' +
    'lead small bold strong center left right first last odd even lazy lazyload lazyloaded loading ' +
    'btn col img-fluid img-responsive figure-img visually-hidden list-none tabular-nums ' +
    'ordinal wrapper inner outer fa fas far fab semibold even odd alt',
);

const stylingHeads = words(
  'm mt mr mb ml mx my ms me p pt pr pb pl px py ps pe gap space w h min max size inset top right bottom ' +
    'left z order col row grid flex basis grow shrink justify items content self place text font leading ' +
    'tracking align whitespace break list decoration underline bg from via to border divide rounded ' +
    'outline ring shadow opacity mix blur backdrop transition duration ease delay animate scale rotate ' +
    'translate skew origin cursor pointer select resize scroll snap touch will fill stroke object overflow ' +
    'overscroll aspect columns table caption float clear d fw fs lh btn offset g gx gy position link ' +
    'display hstack vstack ratio line indent sr not auto hyphens appearance accent caret badge alert col hidden visible',
);

const stylingValues = words(
  'xs sm md lg xl xxl auto full screen none px x y t r b l s e tl tr bl br center left right start end between ' +
    'around evenly baseline stretch wrap nowrap reverse cols rows col row span flow dense top bottom middle ' +
    'sub super bold semibold extrabold medium light extralight thin normal black white italic sans serif ' +
    'mono gray grey slate zinc neutral stone red orange amber yellow lime green emerald teal cyan sky blue ' +
    'indigo violet purple fuchsia pink rose primary secondary tertiary success danger warning info muted ' +
    'dark body current transparent inherit foreground background accent tight tighter snug relaxed loose ' +
    'wide wider widest visible hidden scroll cover contain fill down inside outside disc decimal solid dashed ' +
    'dotted double hover pointer default text move all words keep pre line clamp only spin pulse bounce ' +
    'ping in out linear colors opacity shadow transform min max fit square video circle pill gradient to fluid ' +
    'block inline flex grid table cell md2 base first last box border content justify weight',
);

function isStylingValue(part: string): boolean {
  return (
    /^\d*(?:\.\d+)?$/.test(part) ||
    /^\d?(?:xs|sm|md|lg|xl|xxl)$/.test(part) ||
    stylingValues.has(part)
  );
}
