import { describe, expect, it } from 'vitest';
import {
  accountParts,
  carryRemark,
  describeAccount,
  noAccount,
  recordsOf,
} from './list-account.ts';

const account = {
  ...noAccount,
  records: 9,
  requests: 3,
  headers: 1,
  blanks: 2,
  comments: 1,
  notRead: 2,
};

describe('the account of a list', () => {
  it('names the parts that add up, and none that is zero', () => {
    expect(describeAccount(account, { kind: 'lines' })).toBe(
      '9 lines: 3 requests · 1 header · 2 blank · 1 comment · 2 not read',
    );
    expect(accountParts({ ...noAccount, records: 1, requests: 1 })).toEqual(['1 request']);
  });

  it('calls records what they are', () => {
    const readings = [
      { kind: 'lines' },
      { kind: 'table', delimiter: ',', header: true, column: 'a', carry: [] },
      { kind: 'feed', format: 'rss' },
    ] as const;
    expect(readings.map((reading) => recordsOf(account, reading))).toEqual([
      '9 lines',
      '9 records',
      '9 entries',
    ]);
  });

  it('says how many columns stay behind, where some do', () => {
    const table = {
      kind: 'table',
      delimiter: ',',
      header: true,
      column: 'a',
      carry: ['b'],
    } as const;
    expect(carryRemark(table)).toBeNull();
    expect(carryRemark({ ...table, notCarried: 2 })).toBe(
      'only 1 of 3 other columns are carried along, since a run carries no more; choose which',
    );
  });
});
