import { parse } from 'css-what';
import type { ReadPath } from '#shared/engine-protocol/preview.ts';
import { sourcesOf } from '#shared/job/source-problems.ts';
import { cssOfEach, type Each, isNoEach, type SourceKind } from '#shared/job/v2/source.ts';
import { type ExtractRules, isBlank } from '../extract-rules.ts';
import { obstacleIn } from './obstacle.ts';

/** Whether pages can be read in one pass by these rules, which must parse; and if not, the reason. */
export function pathOf({ each, fields }: ExtractRules): ReadPath {
  if (typeof each === 'object' && !isNoEach(each)) {
    return { path: 'tree', why: `${kindOfEach(each)} in "One row per"` };
  }
  const eachCss = cssOfEach(each);
  const inEach = eachCss === undefined ? null : obstacleIn(parse(eachCss), false);
  if (inEach !== null) return { path: 'tree', why: `${inEach} in "One row per"` };
  for (const field of fields) {
    const { name, css, take } = field;
    const [source] = sourcesOf(field);
    if (source !== undefined && source !== 'css') {
      return { path: 'tree', why: `${sourceNames[source]} in field ${name}` };
    }
    if (take === 'lines') return { path: 'tree', why: `text in lines in field ${name}` };
    if (take === 'html') return { path: 'tree', why: `HTML in field ${name}` };
    const obstacle = isBlank(css) ? null : obstacleIn(parse(css), eachCss !== undefined);
    if (obstacle !== null) return { path: 'tree', why: `${obstacle} in field ${name}` };
  }
  return { path: 'one-pass' };
}

const sourceNames: Readonly<Record<Exclude<SourceKind, 'css'>, string>> = {
  xpath: 'XPath',
  json: 'JSON',
  table: "a table's column",
  answer: 'a part of the answer',
};

function kindOfEach(each: Exclude<Each, string>): string {
  if ('xpath' in each) return 'XPath';
  return 'json' in each ? 'JSON' : 'a table';
}
