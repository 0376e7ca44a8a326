import { parse } from 'css-what';
import type { ReadPath } from '#shared/engine-protocol/preview.ts';
import { type ExtractRules, isBlank } from '../extract-rules.ts';
import { obstacleIn } from './obstacle.ts';

/** Whether pages can be read in one pass by these rules, which must parse; and if not, the reason. */
export function pathOf({ each, fields }: ExtractRules): ReadPath {
  const inEach = isBlank(each) ? null : obstacleIn(parse(each), false);
  if (inEach !== null) return { path: 'tree', why: `${inEach} in "One row per"` };
  for (const { name, css, take } of fields) {
    if (take === 'lines') return { path: 'tree', why: `text in lines in field ${name}` };
    if (take === 'html') return { path: 'tree', why: `HTML in field ${name}` };
    const obstacle = isBlank(css) ? null : obstacleIn(parse(css), !isBlank(each));
    if (obstacle !== null) return { path: 'tree', why: `${obstacle} in field ${name}` };
  }
  return { path: 'one-pass' };
}
