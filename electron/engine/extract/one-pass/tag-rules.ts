/*
 * How htmlparser2 10.1 nests elements, as data: the tables of its Parser. The differential tests
 * hold both together.
 */

/** They are closed where they are opened. */
export const voidNames = words(`area base basefont br col command embed frame hr img input isindex
  keygen link meta param source track wbr`);

/** From here on "/>" closes an element … */
export const foreignNames = words('math svg');
/** … and in these it does not. */
export const integrationNames = words(`mi mo mn ms mtext annotation-xml foreignobject desc title`);

/** Which elements, when they are opened, close which ones that are open innermost. */
export const impliedCloses: readonly (readonly [
  opened: readonly string[],
  closed: readonly string[],
])[] = [
  [['tr'], words('tr th td')],
  [['th'], words('th')],
  [['td'], words('thead th td')],
  [['body'], words('head link script')],
  [['li'], words('li')],
  [
    words(`p h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption
      figure footer form header hr main nav ol pre section table ul`),
    words('p'),
  ],
  [
    words('select input output button datalist textarea'),
    words('input option optgroup select button datalist textarea'),
  ],
  [['option'], words('option')],
  [['optgroup'], words('optgroup option')],
  [words('dd dt'), words('dd dt')],
  [words('rt rp'), words('rt rp')],
  [words('tbody tfoot'), words('thead tbody')],
];

/** Elements whose contents are text up to their end tag. What htmlparser2 mistakes for them counts. */
export const rawTextEnds: ReadonlyMap<string, string> = new Map([
  ['script', 'script'],
  ['style', 'style'],
  ['title', 'title'],
  ['xitle', 'title'],
  ['textarea', 'textarea'],
  ['xextarea', 'textarea'],
  ['xmp', 'xmp'],
  ['tmp', 'xmp'],
]);

/** Other names that pages are made of: known beforehand, they are told apart without being copied. */
export const commonNames = words(`html head body a abbr acronym audio b bdi bdo big canvas caption
  center cite code colgroup data del dfn dialog dir em figcaption font frameset i iframe ins kbd label
  legend main map mark menu meter nobr noframes noscript object optgroup output picture progress q rb rt
  rtc ruby s samp search slot small span strike strong sub summary sup template time tt u var video
  circle clippath defs ellipse g line lineargradient mask path polygon polyline radialgradient rect
  stop symbol text tspan use thead tfoot tbody`);

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
