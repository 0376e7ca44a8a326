import type { InputSource } from './engine-protocol/input.ts';
import type { SitemapFindings, SitemapProgress } from './engine-protocol/sitemaps.ts';
import { formatCount, formatQuantity } from './format.ts';
import type { ListOptions } from './job/list-options.ts';

/** How the table of pages that sitemaps name is read: with what they say of each page as its columns. */
export const sitemapListOptions: ListOptions = {
  format: 'table',
  delimiter: 'comma',
  header: true,
  column: 'url',
  carry: ['lastmod', 'sitemap'],
};

/** The file that `sitemaps.read` has written, as the list of a run. */
export const sitemapList = (file: string): Extract<InputSource, { kind: 'file' }> => ({
  kind: 'file',
  file,
  name: 'sitemaps.csv',
  isUtf8: true,
  options: sitemapListOptions,
  patterns: false,
});

/** "12,345 pages in 12 sitemaps". */
export function sitemapCount({ pages, sitemaps }: SitemapFindings | SitemapProgress): string {
  return `${formatQuantity(pages, 'page')} in ${formatQuantity(sitemaps, 'sitemap')}`;
}

/** What was not taken, and what to know of the rest: sentences without their full stops. */
export function sitemapRemarks({ leftOut, undated }: SitemapFindings): string[] {
  const { match, since, otherSites } = leftOut;
  return [
    ...(match > 0 ? [`${formatCount(match)} left out, since their addresses do not match`] : []),
    ...(since > 0
      ? [`${formatCount(since)} left out, since they have not changed since that day`]
      : []),
    ...(otherSites > 0
      ? [`${formatCount(otherSites)} left out, since they are pages of other sites`]
      : []),
    ...(undated > 0
      ? [
          `${formatQuantity(undated, 'page has', 'pages have')} no date that can be read, and stay in`,
        ]
      : []),
  ];
}
