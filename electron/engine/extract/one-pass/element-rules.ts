/*
 * The rules of the HTML standard for elements, by their names, as data for `TagNames`. Sections are those of
 * https://html.spec.whatwg.org/multipage/parsing.html.
 */

/** Properties of HTML elements on the stack of open elements, one bit each. */
export const is = {
  /** 13.2.4.2, "special" category. */
  special: 1,
  /** 13.2.4.2: they end the search for an element "in scope" … */
  scope: 2,
  /** … "in list item scope" and "in button scope" besides … */
  listScope: 4,
  buttonScope: 8,
  /** … and "in table scope". */
  tableScope: 16,
  /** 13.2.6.3: closed by "generate implied end tags". */
  implied: 32,
  heading: 64,
  /** 13.2.6.4.9: rows, sections and tables directly hold no text. */
  tableContext: 128,
  tableBody: 256,
  cell: 512,
  /** 13.2.6.5: a tag that ends SVG and MathML. */
  endsForeign: 1024,
  /** Rules of the standard depend on its attributes. */
  hasAttributeRules: 2048,
  /** Columns, and all elements that are directly inside a table. */
  tablePart: 4096,
} as const;

const headings = words('h1 h2 h3 h4 h5 h6');
const sections = words('tbody tfoot thead');

export const properties: readonly (readonly [bit: number, names: readonly string[]])[] = [
  [
    is.special,
    words(`address applet area article aside base basefont bgsound blockquote body br button caption
      center col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame
      frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing
      main marquee menu meta nav noembed noframes noscript object ol p param plaintext pre script
      search section select source style summary table tbody td template textarea tfoot th thead
      title tr track ul wbr xmp`),
  ],
  [is.scope, words('applet caption html table td th marquee object template')],
  [is.listScope, words('ol ul')],
  [is.buttonScope, words('button')],
  [is.tableScope, words('html table template')],
  [is.implied, words('dd dt li optgroup option p rb rp rt rtc')],
  [is.heading, headings],
  [is.tableContext, words('table tbody tfoot thead tr template')],
  [is.tableBody, sections],
  [is.cell, words('td th')],
  [is.tablePart, ['caption', 'col', 'colgroup', ...sections]],
  [
    is.endsForeign,
    words(`b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img
      li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var`),
  ],
  [is.hasAttributeRules, words('input annotation-xml font html body')],
];

/** Properties of elements of SVG and MathML. */
export const isForeign = {
  /** 13.2.6: MathML text integration points … */
  mathText: 1,
  /** … and HTML integration points of SVG; `annotation-xml` is one by its attribute. */
  svgHtml: 2,
  annotation: 4,
} as const;

export const foreignProperties: readonly (readonly [bit: number, names: readonly string[]])[] = [
  [isForeign.mathText, words('mi mo mn ms mtext')],
  [isForeign.svgHtml, words('foreignobject desc title')],
  [isForeign.annotation, words('annotation-xml')],
];

/** The effect of a start tag "in body" (13.2.6.4.7), in the order of the standard. */
export const start = {
  ordinary: 0,
  html: 1,
  asInHead: 2,
  body: 3,
  frameset: 4,
  block: 5,
  heading: 6,
  pre: 7,
  form: 8,
  li: 9,
  definition: 10,
  plaintext: 11,
  button: 12,
  a: 13,
  formatting: 14,
  nobr: 15,
  marker: 16,
  table: 17,
  voidInLine: 18,
  input: 19,
  voidPlain: 20,
  hr: 21,
  image: 22,
  textarea: 23,
  xmp: 24,
  rawText: 25,
  select: 26,
  option: 27,
  ruby: 28,
  rubyText: 29,
  math: 30,
  svg: 31,
  ignored: 32,
} as const;

export const startRules: readonly (readonly [rule: number, names: readonly string[]])[] = [
  [start.html, words('html')],
  [start.asInHead, words('base basefont bgsound link meta noframes script style template title')],
  [start.body, words('body')],
  [start.frameset, words('frameset')],
  [
    start.block,
    words(`address article aside blockquote center details dialog dir div dl fieldset figcaption
      figure footer header hgroup main menu nav ol p search section summary ul`),
  ],
  [start.heading, headings],
  [start.pre, words('pre listing')],
  [start.form, words('form')],
  [start.li, words('li')],
  [start.definition, words('dd dt')],
  [start.plaintext, words('plaintext')],
  [start.button, words('button')],
  [start.a, words('a')],
  [start.formatting, words('b big code em font i s small strike strong tt u')],
  [start.nobr, words('nobr')],
  [start.marker, words('applet marquee object')],
  [start.table, words('table')],
  [start.voidInLine, words('area br embed img keygen wbr')],
  [start.input, words('input')],
  [start.voidPlain, words('param source track')],
  [start.hr, words('hr')],
  [start.image, words('image')],
  [start.textarea, words('textarea')],
  [start.xmp, words('xmp')],
  [start.rawText, words('iframe noembed')],
  [start.select, words('select')],
  [start.option, words('optgroup option')],
  [start.ruby, words('rb rtc')],
  [start.rubyText, words('rp rt')],
  [start.math, words('math')],
  [start.svg, words('svg')],
  [start.ignored, words('caption col colgroup frame head tbody td tfoot th thead tr')],
];

/** The effect of an end tag "in body" (13.2.6.4.7). */
export const end = {
  ordinary: 0,
  template: 1,
  body: 2,
  html: 3,
  block: 4,
  form: 5,
  p: 6,
  li: 7,
  definition: 8,
  heading: 9,
  formatting: 10,
  marker: 11,
  br: 12,
} as const;

export const endRules: readonly (readonly [rule: number, names: readonly string[]])[] = [
  [end.template, words('template')],
  [end.body, words('body')],
  [end.html, words('html')],
  [
    end.block,
    words(`address article aside blockquote button center details dialog dir div dl fieldset
      figcaption figure footer header hgroup listing main menu nav ol pre search section summary
      ul`),
  ],
  [end.form, words('form')],
  [end.p, words('p')],
  [end.li, words('li')],
  [end.definition, words('dd dt')],
  [end.heading, headings],
  [end.formatting, words('a b big code em font i nobr s small strike strong tt u')],
  [end.marker, words('applet marquee object')],
  [end.br, words('br')],
];

/**
 * Other names that are frequent in pages: since they are known beforehand, they are recognised without a
 * copy.
 */
export const commonNames = words(`abbr acronym audio bdi bdo canvas cite data del dfn ins kbd label
  legend map mark meter noscript output picture progress q ruby samp slot span sub sup time var video
  circle clippath defs ellipse g line lineargradient mask path polygon polyline radialgradient rect
  stop symbol text tspan use annotation-xml mglyph malignmark`);

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
