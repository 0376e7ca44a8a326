import { describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { type TreeTest, treeTests } from '../../../../tests/setup/tree-tests.ts';
import type { CompiledRules } from '../compile-rules.ts';
import { bothPathsOf, inOnePass } from './both-paths.fixture.ts';

/*
 * The documents of html5lib's tree-construction tests, if they are available: in either way of reading a
 * document, the rows are those of parse5's tree.
 */

const names =
  'a annotation-xml b body br button caption col colgroup dd desc div dt em font foreignObject form ' +
  'frame frameset h1 h2 head hr html i image img input li link listing marquee math meta mi nobr ' +
  'noscript object optgroup option p plaintext pre rp rt ruby script select span style svg table tbody ' +
  'td template textarea tfoot th thead title tr ul x';

const field = (css: string, rest: Omit<Field, 'name'>): Field => ({ name: css, css, ...rest });

/** Every name alone, as a child, and below others: the number of matches, their text and attributes. */
const fields: readonly Field[] = [
  { name: 'page' },
  field('*', { all: true }),
  field('[id], [class], [href]', { take: 'attr:id', all: true }),
  field('[color]', { take: 'attr:color', all: true }),
  ...names
    .split(' ')
    .flatMap((name) => [
      field(name, { take: 'count' }),
      field(`* > ${name}`, { all: true }),
      field(`body > ${name}, head ${name}`, { take: 'count' }),
      field(`table ${name}, p ${name}, ${name} ${name}`, { take: 'count' }),
      field(`${name}[class], ${name} > [id]`, { take: 'exists' }),
      field(`${name}`, { take: 'attr:href', all: true }),
    ]),
];
/** Rules as a person writes them: few fields, so that most of the document makes no difference. */
const few = names
  .split(' ')
  .map((name) => [field(name, {}), field(`div ${name}`, { take: 'count' })]);

describe.skipIf(treeTests().length === 0)('html5lib tests', { timeout: 300_000 }, () => {
  it('give the rows of a tree, with many fields', () => {
    const rules = inOnePass({ fields });
    for (const test of treeTests()) expectSame(test, rules);
  });

  it('give the rows of a tree, with few fields', () => {
    const rules = few.map((some) => inOnePass({ fields: some }));
    for (const [index, test] of treeTests().entries()) {
      for (const some of rules.filter((_, at) => (at + index) % 7 === 0)) expectSame(test, some);
    }
  });

  it('give the rows of a tree, with rows in rows', () => {
    const inside = [{ name: 'f' }, field('> *', { all: true }), field('b, a', { all: true })];
    for (const each of ['p, b, td, div', 'body > *']) {
      const rules = inOnePass({ each, fields: inside });
      for (const test of treeTests()) expectSame(test, rules);
    }
  });
});

function expectSame({ name, source }: TreeTest, rules: CompiledRules): void {
  const both = bothPathsOf(Buffer.from(source), rules, 'text/html; charset=utf-8');
  // `expect` is called only on a difference: over a million values are compared.
  if (JSON.stringify(both.inOnePass) === JSON.stringify(both.tree)) return;
  expect(both.inOnePass, `${name}: ${source}`).toEqual(both.tree);
}
