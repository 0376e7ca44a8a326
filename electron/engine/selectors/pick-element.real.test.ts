import { describe, expect, it } from 'vitest';
import { generatedPages, ownPages, rawPages } from '../../../tests/setup/real-pages.ts';
import { createDice } from '../core/test-support/dice.ts';
import { compileRules } from '../extract/compile-rules.ts';
import { extractPage } from '../extract/extract-page.ts';
import { loadPage } from '../extract/load-page.ts';
import { elementsOf, pickOf } from './page.fixture.ts';
import { pickElement } from './pick-element.ts';

const picksPerPage = 6;
const everyPage = 10;
const neverPicked = /^(?:html|head|body|script|style|template|noscript|link|base|br|hr|path)$/;

/** Every answer must give the value that was picked, on its own page at least, however the page is read. */
describe('elements picked all over real pages', () => {
  const raws = rawPages().filter((_, index) => index % everyPage === 0);
  const pages = [...raws, ...ownPages(), ...generatedPages()];

  it.each(pages.map((page) => [page.name, page] as const))('%s', (_, { body }) => {
    const raw = { body, url: 'https://example.com/dir/page.html', contentType: 'text/html' };
    const loaded = loadPage(raw);
    if (loaded.kind === 'failed' || loaded.page.kind !== 'html') return;
    const { page } = loaded;
    const elements = elementsOf(page).filter(({ name }) => !neverPicked.test(name));
    const dice = createDice(body.length);
    for (let count = 0; count < Math.min(picksPerPage, elements.length); count += 1) {
      const element = elements[Math.floor(dice() * elements.length)];
      if (element === undefined) continue;
      const { picked, list } = pickElement(page, { element: pickOf(element), names: [] }, []);
      const fields = [picked.field];
      const compiled = compileRules({ fields });
      for (const onePass of [compiled.onePass, null]) {
        const outcome = extractPage(raw, { ...compiled, onePass });
        const value = outcome.kind === 'rows' ? outcome.rows[0]?.[0] : outcome.failure;
        expect(String(value).slice(0, 2000), JSON.stringify(picked.field)).toBe(picked.value);
      }
      if (list === null) continue;
      const { each } = list;
      const rows = extractPage(
        raw,
        compileRules({ each, fields: list.fields.map((one) => one.field) }),
      );
      expect(rows.kind === 'rows' && rows.rows.length, String(each)).toBe(list.rows);
      const first =
        rows.kind === 'rows' ? rows.rows.slice(0, 5).map((row) => row[0]?.slice(0, 300)) : [];
      expect(first, String(each)).toEqual(list.fields[0]?.values);
    }
  });
});
