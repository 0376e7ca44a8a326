import { type CheerioAPI, load } from 'cheerio';
import { isTag } from 'domhandler';
import { describe, expect, it } from 'vitest';
import type { ExtractOutcome } from '#engine/ports/extractor.ts';
import type { Field } from '#shared/job/job.ts';
import { generatedPages, realPages } from '../../../../tests/setup/real-pages.ts';
import { decodeBody, sniffEncoding } from '../../page/charset.ts';
import { bothPaths, onePass } from './both-paths.fixture.ts';

const written = [
  'title',
  'h1',
  'h1, h2, h3',
  'a[href]',
  'body p',
  'div > p',
  'body > *',
  'div div > a',
  'ul li a, ol li a',
  'table tr td',
  'tr > td > a',
  'head > meta[content]',
  'meta[name=description]',
  'META[NAME="Description" i]',
  'meta[property^="og:"]',
  'link[rel~=stylesheet]',
  'link[rel=CANONICAL]',
  'script[src]',
  'script:not([src])',
  'img[src^=http], img[data-src]',
  'img[alt$="."]',
  'img[alt=""]',
  'a[href*="/"]',
  'a[href^="#"]',
  'a:not([href^="/"], [href^="http"])',
  '[class]',
  '[id]',
  '[class*=title]',
  '[lang|=en]',
  '[data-id], [data-src], [role]',
  '.content, .article, .post',
  '#content a, #main a',
  'div[class] > div[class] a[class]',
  ':is(h1, h2, h3).title',
  'form input, form select, form textarea',
  'svg path',
  'svg *',
  'option',
  'button',
  '* > * > * > span',
  'no-such-element, title',
];

const takes: readonly Omit<Field, 'name'>[] = [
  { take: 'text' },
  { take: 'count' },
  { take: 'text', all: true },
  { take: 'attr:href' },
  { take: 'attr:class', all: true, separator: '\n' },
  { take: 'exists' },
  { take: 'attr:src', all: true },
  { take: 'text', clean: [{ match: '(\\w+)\\W*$' }] },
  { take: 'attr:value', all: true },
];

/** The number of selectors for each page, made from its contents. */
const perPage = 20;
const usable = /^[a-z_][\w-]*$/i;

/** Selectors for the contents of a page: names, classes, ids and attributes, alone and below another. */
function selectorsOf($: CheerioAPI): readonly string[] {
  const parts: string[] = [];
  const elements = $('*').toArray();
  // The step is a prime, so that they come from all over the page.
  for (let at = 0; parts.length < perPage * 3 && at < elements.length * 7; at += 7919) {
    const element = elements[at % Math.max(1, elements.length)];
    if (element === undefined || !isTag(element)) break;
    const parent = element.parent !== null && isTag(element.parent) ? element.parent.name : '*';
    const names = (element.attribs['class'] ?? '').split(/\s+/).filter((name) => usable.test(name));
    const id = element.attribs['id'] ?? '';
    const [attribute] = Object.keys(element.attribs).filter((name) => usable.test(name));
    parts.push(
      ...names.slice(0, 2).map((name) => `.${name}`),
      ...(usable.test(id) ? [`#${id}`, `#${id} > *`] : []),
      ...(attribute === undefined ? [] : [`${element.name}[${attribute}]`]),
      ...(names.length > 1 ? [`${element.name}.${names.join('.')}`] : []),
    );
    if (usable.test(element.name)) parts.push(`${parent} > ${element.name}`);
  }
  const chosen = [...new Set(parts)].filter((_, at) => at % 3 === 0);
  return chosen.flatMap((css, at) => [css, `${chosen[at - 1] ?? 'body'} ${css}`]).slice(0, perPage);
}

const pages = [...realPages(), ...generatedPages()];
/** cheerio and trees need a minute for the largest ones. */
const handyPages = pages.filter(({ body }) => body.length < 120_000);

const rowOf = (outcome: ExtractOutcome) => (outcome.kind === 'rows' ? (outcome.rows[0] ?? []) : []);

describe('pages of the real web', { timeout: 120_000 }, () => {
  it('give the same in one pass, by a tree, and by cheerio', () => {
    for (const { name, body } of handyPages) {
      const $ = load(decodeBody(body, sniffEncoding(body, null)), { scriptingEnabled: false });
      const selectors = [...written, ...selectorsOf($)];
      const fields = selectors.map((css, at) => ({ name: css, css, ...takes[at % takes.length] }));
      const { inOnePass, tree } = bothPaths(body, { fields });
      expect(inOnePass, name).toEqual(tree);
      // For cheerio, the contents of a template are a part of the page.
      if ($('template').length > 0) continue;
      const counts = selectors.map((css) => ({ name: css, css, take: 'count' }));
      const expected = selectors.map((css) => String($(css).length));
      expect(bothPaths(body, { fields: counts }).inOnePass, name).toMatchObject({
        rows: [expected],
      });
    }
  });

  it('give the same where few fields are asked for and the rest of the page is left unread', () => {
    const asked = [
      [{ css: 'title' }, { css: 'h1' }],
      [{ css: 'link[rel=canonical]', take: 'attr:href' }, { css: 'title' }],
      [{ css: 'a[href]', take: 'attr:href' }],
      [
        { css: 'img', take: 'attr:src' },
        { css: 'h1', take: 'exists' },
      ],
      [{ css: 'meta[name=description]', take: 'attr:content' }, { css: 'body a' }],
    ];
    const fieldsOf = (some: readonly Omit<Field, 'name'>[]) =>
      some.map((field) => ({ name: 'f', ...field }));
    const all = fieldsOf(asked.flat());
    for (const { name, body } of pages) {
      const values = rowOf(bothPaths(body, { fields: all }).tree);
      const alone = asked.map((some) => rowOf(onePass(body, { fields: fieldsOf(some) })));
      expect(alone.flat(), name).toEqual(values);
    }
  });

  it('give the same rows for every match, nested ones too', () => {
    const inside = [
      '> a',
      'a',
      'p a',
      'div a',
      'div > a',
      'li',
      'span, b',
      '[class]',
      'body a',
      '* > *',
    ];
    const fields: readonly Field[] = [
      { name: 'itself' },
      { name: 'class', take: 'attr:class' },
      ...inside.map((css, at) => ({ name: css, css, ...takes[at % takes.length] })),
      ...inside.map((css) => ({ name: css, css, take: 'count' })),
    ];
    for (const { name, body } of handyPages.filter((page) => page.body.length < 60_000)) {
      for (const each of ['li', 'table, tr', 'div[class]', 'body > *']) {
        const { inOnePass, tree } = bothPaths(body, { each, fields });
        expect(inOnePass, `${name}: ${each}`).toEqual(tree);
      }
    }
  });
});
