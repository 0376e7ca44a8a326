import { beforeAll, describe, expect, it } from 'vitest';
import { loadJsonPath } from '../extract/sources/json/json-path.ts';
import { dataAnswerInfo } from './data-answers.ts';

beforeAll(loadJsonPath);

function infoOf(
  url: string,
  text = '{"page": 1, "data": {"items": [{"n": 1}, {"n": 2}]}}',
  method = 'GET',
) {
  const body = new TextEncoder().encode(text);
  return dataAnswerInfo({ method, url, status: 200, contentType: 'application/json', body }, 3);
}

describe('what a person is told of data that a page has fetched', () => {
  it('is its address, its size, and the longest list of objects in it', () => {
    const url = 'https://a.example/api/items?page=1';
    expect(infoOf(url)).toEqual({
      number: 3,
      method: 'GET',
      status: 200,
      bytes: 52,
      shown: url,
      address: url,
      items: 2,
      each: '$.data.items[*]',
      why: null,
    });
    expect(infoOf(url, '[{"n": 1}]')).toMatchObject({ items: 1, each: '$[*]' });
    expect(infoOf(url, '{"n": 1, "tags": ["x"]}')).toMatchObject({ items: null, each: null });
    for (const text of ['no JSON', '"text"', '12', '', '[['.repeat(5000)]) {
      expect(infoOf(url, text)).toBe(null);
    }
  });

  it('has no path for its list where a job could not have that path', () => {
    const url = 'https://a.example/api/items';
    const nameless = JSON.stringify({ '\uD800': [{ n: 1 }] });
    expect(infoOf(url, nameless)).toMatchObject({ items: 1, each: null });
    const long = JSON.stringify({ ['x'.repeat(20_000)]: [{ n: 1 }] });
    expect(infoOf(url, long)).toMatchObject({ items: 1, each: null });
  });

  it('says why another method than GET is no job', () => {
    expect(infoOf('https://a.example/graphql', undefined, 'POST')).toMatchObject({
      address: null,
      why: 'It is asked for by POST, and a job can only ask by GET.',
    });
  });

  it.each([
    ['https://me:word@a.example/api', 'https://a.example/api'],
    [
      'https://a.example/api?page=2&access_token=abc',
      'https://a.example/api?page=2&access_token=…',
    ],
    ['https://a.example/api?c=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', 'https://a.example/api?c=…'],
    ['https://a.example/u/9f86d081884c7d659a2feaa0c55ad015/items', 'https://a.example/u/…/items'],
  ])('shows no token: %s', (url, shown) => {
    const info = infoOf(url);
    expect(info).toMatchObject({ shown, address: null });
    expect(info?.why).toContain('token');
  });

  it('takes words in an address for what they are', () => {
    const url =
      'https://a.example/products/large-blue-lamp-with-3-arms-and-shade?sort=price-low-to-high-2';
    expect(infoOf(url)).toMatchObject({ shown: url, address: url });
  });
});
