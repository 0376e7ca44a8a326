import { describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import type { StoredTemplate } from '../../ports/stored-template.ts';
import { fuller, type Reading } from './readings.ts';
import { RenderChoice } from './render-choice.ts';

const fields: readonly Field[] = [
  { name: 'title', css: 'h1' },
  { name: 'price', css: '.price' },
  { name: 'rebate', css: '.rebate' },
  { name: 'reviews', css: '.review', take: 'count' },
];

interface Page {
  readonly url: string;
  readonly fetched: Reading;
  readonly rendered: Reading;
}

const host = 'https://shop.example';
const full = ['Lamp', '4.50', '10 %', '3'];
/** A page of which rendering fills the price, and one of which it fills nothing. */
const needing = (name: number | string, path = 'product'): Page => ({
  url: `${host}/${path}/${name}`,
  fetched: [['Lamp', '', '', '0']],
  rendered: [['Lamp', '4.50', '', '3']],
});
const lacking = (name: number | string, path = 'about'): Page => {
  const rows = [['Lamp', '4.50', '', '3']];
  return { url: `${host}/${path}/${name}`, fetched: rows, rendered: rows };
};
const complete = (name: number | string, path = 'help'): Page => {
  return { url: `${host}/${path}/${name}`, fetched: [full], rendered: [full] };
};
const many = (count: number, page: (name: number) => Page): Page[] =>
  Array.from({ length: count }, (_, index) => page(index));

const newChoice = (stored: readonly StoredTemplate[] = [], overrides = {}) =>
  new RenderChoice({ fields, overrides, stored });

/**
 * Lets pages through as a run does: as many at once as `slots`, where a rendering ends only when no other
 * page can begin. Returns the URLs of the rendered pages and the rows of each.
 */
function visit(choice: RenderChoice, pages: readonly Page[], slots = 16) {
  const rendered: string[] = [];
  const rows = new Map<string, Reading>();
  const rendering: Page[] = [];
  let waiting: Page[] = [];
  const left = [...pages];
  const judge = (page: Page): void => {
    const template = choice.templateOf(host, page.url);
    const verdict = template.judge(page.fetched);
    if (verdict === 'take') rows.set(page.url, page.fetched);
    else if (verdict === 'wait') waiting.push(page);
    else rendering.push(page);
  };
  const end = (page: Page): void => {
    const template = choice.templateOf(host, page.url);
    template.compared(page.fetched, page.rendered);
    const better = fuller(page.fetched, page.rendered, fields);
    rendered.push(page.url);
    rows.set(page.url, better === 'rendered' ? page.rendered : page.fetched);
    choice.touched(template);
    const again = waiting;
    waiting = [];
    for (const waited of again) judge(waited);
  };
  while (left.length > 0 || rendering.length > 0) {
    const next = rendering.length + waiting.length < slots ? left.shift() : undefined;
    if (next !== undefined) {
      choice.templateOf(host, next.url).arrived();
      judge(next);
      continue;
    }
    const ended = rendering.shift();
    if (ended === undefined) throw new Error('Pages wait, and nothing is rendered.');
    end(ended);
  }
  return { rendered, rows };
}

const decisionOf = (choice: RenderChoice, url: string) => choice.templateOf(host, url).decision;

describe('RenderChoice', () => {
  it('costs at most a tenth more renderings than the best choice for each page', () => {
    // Half of the pages need it, in a shuffled order; the others lack a field for good, or nothing.
    const pages = many(600, (name) => {
      const kind = (name * 7919) % 4;
      if (kind < 2) return needing(name);
      return kind === 2 ? lacking(name) : complete(name);
    });
    const needed = pages.filter(({ url }) => url.includes('/product/'));
    for (const slots of [1, 16, 200]) {
      const { rendered, rows } = visit(newChoice(), pages, slots);
      expect(rendered.length).toBeLessThanOrEqual(needed.length * 1.1);
      for (const { url, rendered: best } of needed) expect(rows.get(url)).toEqual(best);
    }
  });

  it('renders no page of a site whose fields are all full', () => {
    const choice = newChoice();
    expect(visit(choice, many(100, complete)).rendered).toEqual([]);
    expect(decisionOf(choice, `${host}/help/1`)).toBe('fetch');
  });

  it('renders only the pages of one shape that need it', () => {
    const pages = many(300, (name) =>
      name % 3 === 0 ? needing(name, 'mixed') : complete(name, 'mixed'),
    );
    const { rendered } = visit(newChoice(), pages);
    expect(rendered.length).toBe(100);
    for (const url of rendered) expect(Number(url.split('/').at(-1)) % 3).toBe(0);
  });

  it('looks again now and then at pages that stay empty, more and more rarely', () => {
    const choice = newChoice();
    expect(visit(choice, many(1000, lacking)).rendered.length).toBe(3 + 5);
    expect(choice.lines(5)).toEqual([
      expect.objectContaining({ decision: 'fetch', empty: ['rebate'], filled: [], pages: 1000 }),
    ]);
  });

  it('notices that pages have come to need it', () => {
    const choice = newChoice();
    visit(
      choice,
      many(100, (name) => lacking(name, 'product')),
    );
    expect(decisionOf(choice, `${host}/product/1`)).toBe('fetch');
    const changed = many(100, (name) => needing(`new-${name}`));
    expect(visit(choice, changed).rendered.length).toBe(100);
    expect(decisionOf(choice, `${host}/product/1`)).toBe('render');
  });

  it('gives a field up that rendering no longer fills', () => {
    const choice = newChoice();
    visit(choice, [{ ...needing(1, 'about'), fetched: [['Lamp', '', '10 %', '3']] }]);
    expect(decisionOf(choice, `${host}/about/1`)).toBe('render');
    const priceless = many(100, (name) => {
      const rows = [['Lamp', '', '10 %', '3']];
      return { url: `${host}/about/${name}`, fetched: rows, rendered: rows };
    });
    expect(visit(choice, priceless, 1).rendered.length).toBe(20 + 1);
    expect(decisionOf(choice, `${host}/about/1`)).toBe('fetch');
  });

  it('learns nothing from failures', () => {
    const choice = newChoice();
    for (const { url, fetched } of many(50, needing)) {
      const template = choice.templateOf(host, url);
      template.arrived();
      expect(template.judge(fetched)).toBe('render');
      template.failed();
    }
    expect(decisionOf(choice, `${host}/product/1`)).toBe('undecided');
  });

  it('takes the fuller reading, whole', () => {
    const consent: Page = {
      url: `${host}/product/1`,
      fetched: [['Lamp', '4.50', '', '3']],
      rendered: [['We value your privacy', '', '', '0']],
    };
    expect(visit(newChoice(), [consent]).rows.get(consent.url)).toEqual(consent.fetched);
    const gone = { ...consent, rendered: [] };
    expect(visit(newChoice(), [gone]).rows.get(gone.url)).toEqual(gone.fetched);
  });

  it('sees that a list without rows gets them, and texts that stand for a value to come', () => {
    const choice = newChoice();
    visit(choice, [{ url: `${host}/list/1`, fetched: [], rendered: [full, full] }]);
    expect(choice.lines(1)[0]).toMatchObject({ decision: 'render', fillsRows: true });
    for (const text of ['Loading…', '{{ price }}', '—', 'NaN', '…']) {
      const page = { ...needing(text), fetched: [['Lamp', text, '10 %', '3']] };
      expect(visit(newChoice(), [page]).rows.get(page.url)).toEqual(page.rendered);
    }
  });

  it('knows after a restart what it has found out', () => {
    const before = newChoice();
    visit(before, [...many(50, needing), ...many(50, lacking)]);
    const stored = JSON.parse(JSON.stringify(before.takeChanges())) as StoredTemplate[];
    expect(before.takeChanges()).toEqual([]);
    const after = newChoice(stored);
    expect(after.lines(5)).toEqual(before.lines(5));
    const pages = [
      ...many(30, (name) => needing(`b${name}`)),
      ...many(30, (name) => lacking(`b${name}`)),
    ];
    expect(visit(after, pages).rendered.length).toBe(30);
  });

  it('does as a person says, in the job and in the run, and can begin anew', () => {
    const key = `${host}/product/…`;
    const choice = newChoice([], { [`${host}/product/...`]: 'never' });
    expect(decisionOf(choice, `${host}/product/1`)).toBe('never');
    choice.overrule(key, 'always');
    expect(decisionOf(choice, `${host}/product/1`)).toBe('always');
    expect(choice.takeChanges()).toMatchObject([{ shape: '/product/…', decision: 'always' }]);
    choice.overrule(key, null);
    const [again] = choice.takeChanges();
    expect(again).toMatchObject({ decision: 'undecided' });
    // What was said in the run counts more than what stands in the job.
    const after = newChoice(again && [again], { [key]: 'never' });
    expect(decisionOf(after, `${host}/product/1`)).toBe('undecided');
  });

  it('holds a bounded number of templates and of lines for any addresses', () => {
    const choice = newChoice();
    for (let page = 0; page < 500; page += 1) {
      choice.templateOf(
        host,
        `${host}/${'x'.repeat(1 + (page % 20))}/${'y'.repeat(1 + page / 20)}/1`,
      );
    }
    expect(choice.count).toBe(51);
    for (let page = 0; page < 12_000; page += 1) {
      choice.templateOf(`https://h${page}.example`, `https://h${page}.example/`);
    }
    expect(choice.count).toBe(10_000);
    expect(choice.lines(20).length).toBe(20);
  });
});
