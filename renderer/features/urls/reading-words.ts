import { assertNever } from '#shared/assert-never.ts';
import type { ListReading } from '#shared/engine-protocol/input.ts';
import { formatCount } from '#shared/format.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { carryRemark, describeReading } from '#shared/list-account.ts';
import type { ListState } from './list-document.ts';

/** A list without any text can be read in no other way: there are no columns to choose from. */
export const mayChangeReading = ({ empty }: Pick<ListState, 'empty'>): boolean => !empty;

/** A remark on how the list is read; null where there is none. */
export function remarkOn(reading: ListReading): string | null {
  if (reading.kind === 'feed' && reading.format === 'sitemap-index') {
    return 'The addresses of an index are sitemaps and no pages. "From a sitemap…" reads the pages of all of them by the address of the index.';
  }
  const remark = carryRemark(reading);
  return remark === null ? null : `${remark[0]?.toUpperCase()}${remark.slice(1)}.`;
}

/** How the engine has read the list; before that, how the job says to read it. */
export function readingText(reading: ListReading | undefined, format: ListFormat): string {
  if (reading !== undefined && kinds[reading.kind] === format.kind) {
    const carried = reading.kind === 'table' ? reading.carry.length : 0;
    const along = carried > 0 ? `, ${formatCount(carried)} carried along` : '';
    return `Read as ${describeReading(reading)}${along}`;
  }
  switch (format.kind) {
    case 'lines':
      return 'Read as lines of text';
    case 'csv':
      return 'Read as a table';
    case 'feed':
      return 'Read as a sitemap or feed';
    default:
      return assertNever(format);
  }
}

const kinds: Readonly<Record<ListReading['kind'], ListFormat['kind']>> = {
  lines: 'lines',
  table: 'csv',
  feed: 'feed',
};
