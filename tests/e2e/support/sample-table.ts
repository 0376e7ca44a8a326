import { expect } from 'vitest';
import { type SampleColumn, sampleColumns } from '../../../electron/sample-site/record.ts';
import type { SampleSite } from '../../../electron/sample-site/start-sample-site.ts';
import { guardFormulas } from '../../../shared/values/formula-guard.ts';
import type { Table } from './table.ts';

/**
 * Asserts that a table of the sample job, or some of its columns, holds exactly the content of the sample
 * site: a row for every URL, in the order of the list.
 */
export function expectWhatTheSiteHolds(
  table: Table,
  urls: readonly string[],
  site: Pick<SampleSite, 'expected'>,
  columns: readonly SampleColumn[] = sampleColumns,
): void {
  expect(table.columns).toEqual(['url', ...columns, 'status', 'final_url', 'error']);
  expect(table.rows.map(({ url }) => url)).toEqual(urls);
  for (const row of table.rows) {
    const url = row['url'] ?? '';
    const expected = site.expected(url);
    if (expected === null) throw new Error(`Nothing is foretold of ${url}`);
    if (expected.kind === 'ok') {
      const cells = columns.map((column) => [column, guardFormulas(expected.record[column])]);
      expect(row).toEqual({
        url,
        ...Object.fromEntries(cells),
        status: '200',
        final_url: expected.finalUrl,
        error: '',
      });
    } else {
      const none = columns.map((column) => [column, '']);
      expect(row).toMatchObject({ url, ...Object.fromEntries(none) });
      expect(row['status']).toBe(expected.status === null ? '' : String(expected.status));
      expect(row['error'], url).not.toBe('');
    }
  }
}
