import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { bothPaths } from './both-paths.fixture.ts';

/**
 * Pages of difficult markup, and selectors for their contents: results with and without a tree are the same.
 */

const of = fc.constantFrom;

const names = of(
  ...'p li ul td tr th table tbody thead option select optgroup dt dd div span a b h1 form'.split(
    ' ',
  ),
  ...'script style title textarea xmp tmp xitle svg math mi desc foreignObject lineargradient'.split(
    ' ',
  ),
  ...'br img input hr base link meta button rt rp ruby head body html x-y caption col colgroup noscript template nobr font pre marquee object frameset image mglyph i em lin\u212a DIV P Svg TITLE'.split(
    ' ',
  ),
);
const attribute = fc
  .tuple(
    of(
      'class',
      'id',
      'href',
      'HREF',
      'value',
      'type',
      'a\u212a',
      'checked',
      '__proto__',
      '=',
      '"',
      '<',
    ),
    of('', '=', ' = ', '="', "='", '=\n"'),
    of(
      '',
      'x',
      'x y',
      '/a?b=1&copy=2',
      '&amp;x',
      '&notit;',
      '&lt',
      'é',
      'a/b',
      '//c.net/',
      'radio',
      '>',
      '&#x41',
    ),
    of('', '', '"', "'", ' '),
  )
  .map((parts) => parts.join(''));
const startTag = fc
  .tuple(
    names,
    fc.array(attribute, { maxLength: 3 }),
    of('>', '>', '>', '/>', ' />', '/ >', '', ' ', '/'),
  )
  .map(([name, attributes, end]) => `<${[name, ...attributes].join(' ')}${end}`);
const endTag = fc
  .tuple(
    of('</', '</', '</', '</ ', '<\x0f', '\x1c/'),
    names,
    of('>', '>', '>', ' >', ' x="y">', '/>', ''),
  )
  .map((parts) => parts.join(''));
const text = of(
  ...[
    'x',
    ' ',
    'word word',
    '\n\t',
    '&amp;',
    '&amp',
    '&notit;',
    '&#65;',
    '&#x1F600',
    '&',
    '&&lt;',
    'é',
  ],
  ...[
    '<',
    '< ',
    '<3',
    '\0',
    '\x1c',
    '\x0f',
    '😀',
    '\u212a',
    '"',
    "'",
    '=',
    '/',
    '>',
    '-',
    ']',
    '\ufeff',
  ],
);
const oddity = of(
  ...[
    '<!--',
    '-->',
    '--!>',
    '<!-->',
    '<!--->',
    '<!>',
    '<!->',
    '<!-',
    '<!-x>',
    '<!x',
    '<!doctype html>',
  ],
  ...[
    '<![CDATA[',
    '\r\n',
    '\r',
    ']]>',
    '<![CDAT',
    '<![',
    '<?',
    '<?php a > b ?>',
    '<?>',
    '</>',
    '</ >',
    '</',
    '</é>',
  ],
  ...['<s', '<scr', '<ti', '<x', '<title', '<script', '</script', '</title', '</tit&amp;le>'],
);
/** Pages in UTF-8, with invalid bytes inserted, and cut anywhere. */
const page = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: startTag },
        { weight: 3, arbitrary: endTag },
        { weight: 4, arbitrary: text },
        { weight: 1, arbitrary: oddity },
      ),
      { maxLength: 30 },
    ),
    fc.nat(3),
    fc.array(fc.tuple(fc.nat(300), of(0xff, 0x80, 0xe2, 0xf0, 0xc3)), { maxLength: 2 }),
  )
  .map(([parts, cut, strewn]) => {
    // With this beginning it is a page, whatever follows.
    const bytes = [...Buffer.from(['<!---->', ...parts].join(''))];
    for (const [at, byte] of strewn) if (at > 7 && at < bytes.length) bytes.splice(at, 0, byte);
    return Uint8Array.from(bytes.slice(0, bytes.length - cut));
  });

const compound = fc
  .tuple(
    fc.oneof(
      of('', '*'),
      names.filter((name) => /^[a-z0-9-]+$/i.test(name)),
    ),
    of('', '', '', '.x', '#x', '[class]', '[href]', '[class~=y]', '[href^="/a"]', '[type=RADIO]'),
    of('', '', '', '', '[value!=x]', '[a\u212a]', ':not(.x)', ':is(p, .y, [id])', '[class*=x i]'),
  )
  .map((parts) => parts.join('') || '*');
const selector = fc
  .array(
    fc.array(fc.tuple(of(' ', ' ', ' > '), compound), { minLength: 1, maxLength: 3 }).map((steps) =>
      steps
        .map((step) => step.join(''))
        .join('')
        .replace(/^[ >]+/, ''),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((parts) => parts.join(', '));
const field: fc.Arbitrary<Field> = fc.record(
  {
    name: of('f'),
    css: selector,
    take: of(
      'text',
      'text',
      'count',
      'exists',
      'attr:href',
      'attr:class',
      'attr:value',
      'attr:Checked',
    ),
    all: fc.boolean(),
    clean: of<Field['clean']>([], [{ match: 'x' }], [{ match: '(.)x?' }, { match: 'x' }]),
  },
  { requiredKeys: ['name'] },
);

/** Inside a row a selector may begin with its children. */
const rowField = fc
  .tuple(field, of('', '', '> '))
  .map(([{ css, ...rest }, prefix]): Field => ({ ...rest, ...(css && { css: prefix + css }) }));

const utf8 = 'text/html; charset=utf-8';

it('gives the same with and without a tree', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(page, fc.array(field, { maxLength: 5 }), (body, fields) => {
      const { inOnePass, tree } = bothPaths(body, { fields }, utf8);
      expect(inOnePass).toEqual(tree);
    }),
    { numRuns: 2500 },
  );
});

it('gives the same for rows inside rows', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(page, selector, fc.array(rowField, { maxLength: 4 }), (body, each, fields) => {
      const { inOnePass, tree } = bothPaths(body, { each, fields }, utf8);
      expect(inOnePass).toEqual(tree);
    }),
    { numRuns: 2500 },
  );
});

/** Formatting around blocks whose end tags move something (13.2.6.4.7, "adoption agency"). */
const moving = fc
  .array(
    of(
      ...'<a> <a> </a> </a> <b> </b> <i> <i> </i> <nobr> </nobr> <font> <em> <u> <s> <b> <big> <code>'.split(
        ' ',
      ),
      ...'<div> <div> </div> <p> <p> </p> <ul> <li> </li> <button> </button> <h1> </h1> <form> </form>'.split(
        ' ',
      ),
      ...'<span> </span> <q> <option> <legend> <table> <tr> <td> </td> </table> <marquee> </marquee>'.split(
        ' ',
      ),
      ...'<svg> <desc> </desc> </svg> <select> </select> <template> </template> <br> <input>'.split(
        ' ',
      ),
      '<a class=x href=1>',
      '<b class=x>',
      '<div class=x>',
      '<p hidden>',
      '<b hidden>',
      'a',
      'b ',
      ' ',
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(`<!---->${parts.join('')}`));
const anyPlace = fc
  .tuple(
    of('', '', '', '', 'p ', 'div ', 'a ', '.x '),
    of(...'* a a b i p div li h1 form .x'.split(' ')),
  )
  .map((parts) => parts.join(''));
const countedField = fc.record<Field>({
  name: of('f'),
  css: anyPlace,
  take: of('count', 'count', 'count', 'exists', 'attr:class', 'text'),
});

it('gives the same where elements are moved', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(
      moving,
      of('', '', '', 'div', 'p, li', '.x'),
      fc.array(countedField, { maxLength: 4 }),
      (body, each, fields) => {
        const { inOnePass, tree } = bothPaths(body, { ...(each && { each }), fields }, utf8);
        expect(inOnePass).toEqual(tree);
      },
    ),
    { numRuns: 4000 },
  );
});
