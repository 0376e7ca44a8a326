import { type Element, isTag } from 'domhandler';
import type { PickMarks } from '#shared/engine-protocol/pick.ts';
import { sourcesOf } from '#shared/job/source-problems.ts';
import { isNoEach } from '#shared/job/v2/source.ts';
import { type ExtractRules, isBlank } from '../extract/extract-rules.ts';
import type { Page } from '../extract/load-page.ts';
import type { Scope } from '../extract/walk.ts';
import { pathOf } from './element-path.ts';
import { Finder } from './finder.ts';

const mostMarks = 500;

/** The elements that the fields of a job take in a page. */
export function pickMarks(page: Page, rules: Pick<ExtractRules, 'each' | 'fields'>): PickMarks {
  const finder = new Finder(page);
  const { each, fields } = rules;
  const scopes: readonly Scope[] = finder.rows(rules).map(({ scope }) => scope);
  const rows = isNoEach(each) ? [] : scopes.filter(isTag);
  return {
    rows: rows.slice(0, mostMarks).map(pathOf),
    fields: fields.map((field) => {
      const { name, css, all, alternates } = field;
      const found: Element[] = [];
      // What other sources give need not be an element.
      const marked = sourcesOf(field).every((kind) => kind === 'css') ? scopes : [];
      for (const scope of marked) {
        if (found.length >= mostMarks) break;
        found.push(...taken(finder, [css, ...(alternates ?? [])], scope, all === true));
      }
      return { name, matches: found.slice(0, mostMarks).map(pathOf) };
    }),
  };
}

/** The elements of the first selector that finds any. */
function taken(
  finder: Finder,
  selectors: readonly (string | undefined)[],
  scope: Scope,
  all: boolean,
): readonly Element[] {
  for (const css of selectors) {
    if (isBlank(css)) return scope.type === 'root' ? [] : [scope];
    const found = finder.all(css, scope);
    if (found.length > 0) return all ? found : found.slice(0, 1);
  }
  return [];
}
