import { describe, expect, it } from 'vitest';
import { headersOf, rowProblem, rowsOf } from './header-rows.ts';

describe('headers as rows', () => {
  it('come back as they were', () => {
    const headers = { 'Accept-Language': 'de', Cookie: 'a=1' };
    expect(headersOf(rowsOf(headers))).toEqual(headers);
    expect(headersOf([])).toBeUndefined();
  });

  it('leaves out what cannot be sent, and says why', () => {
    const rows = [
      { name: 'Accept', value: 'text/html' },
      { name: 'accept', value: 'again' },
      { name: 'Bad Name', value: 'x' },
      { name: 'X-Snow', value: '☃' },
      { name: '', value: 'lonely' },
      { name: '', value: '' },
    ];
    expect(headersOf(rows)).toEqual({ Accept: 'text/html' });
    expect(rows.map((_, place) => rowProblem(rows, place) === null)).toEqual([
      true,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
