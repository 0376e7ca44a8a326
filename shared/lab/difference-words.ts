import type { RenderDifferences } from '../engine-protocol/lab.ts';
import { formatCount } from '../format.ts';

/** What was compared, in a sentence that stands beside the counts of the fields. */
export function comparedSentence({
  pages,
  rows,
  onlyFetched,
  onlyRendered,
}: RenderDifferences): string {
  const surplus = [
    ...(onlyFetched > 0 ? [`${formatCount(onlyFetched)} more only when they are fetched`] : []),
    ...(onlyRendered > 0 ? [`${formatCount(onlyRendered)} more only when they are rendered`] : []),
  ];
  const beside = surplus.length === 0 ? '' : `, and ${surplus.join(' and ')}`;
  return `${plural(pages, 'page was', 'pages were')} read both times, with ${plural(rows, 'row', 'rows')} both times${beside}. A value that a page changes at every visit differs too.`;
}

/** What follows for the job, in a sentence. */
export function adviceSentence({ rows, onlyRendered, fields }: RenderDifferences): string {
  if (rows === 0 && onlyRendered === 0) return 'There is no row to compare.';
  const named = fields.filter((field) => field.onlyRendered > 0).map(({ name }) => `"${name}"`);
  if (named.length > 0)
    return `Without a browser, ${listed(named)} ${named.length === 1 ? 'lacks' : 'lack'} values.`;
  if (onlyRendered > 0) return 'Without a browser, rows are missing.';
  return fields.some(({ differs }) => differs > 0)
    ? 'No value is missing without a browser, but some are not the same.'
    : 'A browser adds nothing to these pages.';
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function plural(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
