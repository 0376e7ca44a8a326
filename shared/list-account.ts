import { assertNever } from './assert-never.ts';
import type { FeedFormat, ListAccount, ListReading } from './engine-protocol/input.ts';
import { formatCount, formatQuantity } from './format.ts';
import { delimiterName } from './job/delimiters.ts';
import { quoted } from './plain-text.ts';

export const noAccount: ListAccount = {
  records: 0,
  requests: 0,
  headers: 0,
  blanks: 0,
  comments: 0,
  notRead: 0,
  urls: 0,
  partlyUsed: 0,
  patterns: { records: 0, urls: 0 },
};

/** The parts of an account that are not zero; with their signs they add up to its records. */
export function accountParts(account: ListAccount): string[] {
  const { requests, headers, blanks, comments, notRead } = account;
  return [
    ...(requests > 0 ? [formatQuantity(requests, 'request')] : []),
    ...(headers > 0 ? [formatQuantity(headers, 'header')] : []),
    ...(blanks > 0 ? [`${formatCount(blanks)} blank`] : []),
    ...(comments > 0 ? [formatQuantity(comments, 'comment')] : []),
    ...(notRead > 0 ? [`${formatCount(notRead)} not read`] : []),
  ];
}

/** "126 lines: 120 requests · 1 header · 3 blank · 2 not read". */
export function describeAccount(account: ListAccount, reading: ListReading): string {
  const records = recordsOf(account, reading);
  const parts = accountParts(account);
  return parts.length === 0 ? records : `${records}: ${parts.join(' · ')}`;
}

/** "126 lines": all records of a list. */
export function recordsOf({ records }: ListAccount, reading: ListReading): string {
  const many = reading.kind === 'feed' ? 'entries' : undefined;
  return formatQuantity(records, recordWord(reading), many);
}

/** Facts about a list that need the person's attention: each a sentence without its full stop. */
export function accountRemarks(account: ListAccount, patternsOn: boolean): string[] {
  const { requests, urls, partlyUsed, patterns } = account;
  const remarks: string[] = [];
  if (urls > requests) remarks.push(`they name ${formatQuantity(urls, 'URL')}`);
  if (partlyUsed > 0) {
    remarks.push(`${formatQuantity(partlyUsed, 'of them is', 'of them are')} not used whole`);
  }
  if (patterns.records > 0) {
    const many = `${formatQuantity(patterns.urls, 'URL')}`;
    remarks.push(
      patternsOn
        ? `patterns in ${formatCount(patterns.records)} make ${many}`
        : `patterns in ${formatCount(patterns.records)} are read as they stand; with "patterns" on they make ${many}`,
    );
  }
  return remarks;
}

/**
 * A fact about a table's columns that needs attention, as a sentence without its full stop; null where there
 * is none.
 */
export function carryRemark(reading: ListReading): string | null {
  if (reading.kind !== 'table' || reading.notCarried === undefined) return null;
  const others = reading.carry.length + reading.notCarried;
  return `only ${formatCount(reading.carry.length)} of ${formatCount(others)} other columns are carried along, since a run carries no more; choose which`;
}

function recordWord(reading: ListReading): string {
  switch (reading.kind) {
    case 'lines':
      return 'line';
    case 'table':
      return 'record';
    case 'feed':
      return 'entry';
    default:
      return assertNever(reading);
  }
}

const feedNames: Readonly<Record<FeedFormat, string>> = {
  sitemap: 'a sitemap',
  'sitemap-index': 'an index of sitemaps',
  rss: 'an RSS feed',
  atom: 'an Atom feed',
};

/** How a list is read, in words: "a table: comma, with a header, URLs in the column link". */
export function describeReading(reading: ListReading): string {
  switch (reading.kind) {
    case 'lines':
      return 'lines of text';
    case 'feed':
      return feedNames[reading.format];
    case 'table': {
      const { delimiter, header, column } = reading;
      const parts = [
        delimiter === '' ? 'one column' : delimiterName(delimiter),
        header ? 'with a header' : 'without a header',
        column === null ? 'no column of URLs' : `URLs in the column ${quoted(column)}`,
      ];
      return `a table: ${parts.join(', ')}`;
    }
    default:
      return assertNever(reading);
  }
}
