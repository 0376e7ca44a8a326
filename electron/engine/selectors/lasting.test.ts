import { describe, expect, it } from 'vitest';
import { compileRules } from '../extract/compile-rules.ts';
import { extractPage } from '../extract/extract-page.ts';
import { Finder } from './finder.ts';
import { elementsOf, pageOf, pickOf } from './page.fixture.ts';
import { pickElement } from './pick-element.ts';
import {
  changes,
  goneFields,
  type Product,
  productAt,
  type ShopField,
  shopFields,
  shopPage,
  styles,
} from './shop.fixture.ts';

const seeds = [11, 22];

/** Each field is picked on one page of a shop, and then taken from another product's page that has changed. */
describe('fields picked on generated shops', () => {
  it.each([0, 3])('last, or say that they may not, with %i pages beside', (beside) => {
    const score = { right: 0, silentlyWrong: 0, abstained: 0 };
    const missed = new Map<string, number>();
    const wrong: string[] = [];
    for (const style of styles) {
      for (const seed of seeds) {
        const product = productAt(seed);
        const page = pageOf(shopPage(style, product, 'none', seed));
        const others = Array.from({ length: beside }, (_, at) => seed * 100 + at).map((other) =>
          pageOf(shopPage(style, productAt(other), 'none', other)),
        );
        for (const name of shopFields) {
          const pick = pickElement(
            page,
            { element: pickOf(elementOf(page, product, name)), names: [] },
            others,
          );
          const { field, confidence } = pick.picked;
          expect(pick.picked.value, `${style} ${name}`).toBe(product[name]);
          for (const change of changes) {
            const later = productAt(seed + 1);
            const html = shopPage(style, later, change, seed + 1);
            const found = extracted(html, field);
            const wanted = change === 'gone' && goneFields.includes(name) ? '' : later[name];
            const outcome =
              confidence === 'unsure' || (found === '' && wanted !== '')
                ? 'abstained'
                : found === wanted
                  ? 'right'
                  : 'silentlyWrong';
            score[outcome] += 1;
            if (outcome === 'abstained') {
              missed.set(`${style} ${name}`, (missed.get(`${style} ${name}`) ?? 0) + 1);
            }
            if (outcome === 'silentlyWrong') {
              wrong.push(`${style} ${name}, ${change}: ${field.css} gives "${found}"`);
            }
          }
        }
      }
    }
    const all = score.right + score.silentlyWrong + score.abstained;
    const share = (count: number) => `${((100 * count) / all).toFixed(1)} %`;
    const misses = [...missed].map(([what, count]) => `${what} (${count})`).join(', ');
    process.stdout.write(
      `Fields that last, tried on ${beside} other pages: ${share(score.right)} right, ${share(score.silentlyWrong)} silently wrong, ${share(score.abstained)} abstained: ${misses}\n`,
    );
    expect(wrong).toEqual([]);
    expect(score.right / all).toBeGreaterThanOrEqual(0.9);
  });
});

/** The smallest element that shows the field. */
function elementOf(page: ReturnType<typeof pageOf>, product: Product, name: ShopField) {
  const finder = new Finder(page);
  const take = name === 'picture' ? 'attr:src' : 'text';
  const found = elementsOf(page).filter(
    (element) => element.name !== 'title' && finder.valueOf(element, take) === product[name],
  );
  const last = found.at(-1);
  if (last === undefined) throw new Error(`The page shows no ${name}.`);
  return last;
}

function extracted(
  html: string,
  field: Parameters<typeof compileRules>[0]['fields'][number],
): string {
  const raw = { body: Buffer.from(html), url: 'https://example.com/', contentType: 'text/html' };
  const outcome = extractPage(raw, compileRules({ fields: [field] }));
  return outcome.kind === 'rows' ? (outcome.rows[0]?.[0] ?? '') : outcome.failure.message;
}
