import { describe, expect, it } from 'vitest';
import type { NextRule } from '#shared/job/v2/next.ts';
import { loadPage } from '../extract/load-page.ts';
import { loadJsonPath } from '../extract/sources/json/json-path.ts';
import { previewNext } from './preview-next.ts';

await loadJsonPath();

const lamps = 'https://shop.example/lamps';
const asked = `${lamps}?page=2`;

function nextBy(
  rule: NextRule | undefined,
  body: string,
  headers = '',
  contentType = 'text/html',
  url = asked,
) {
  const loaded = loadPage({
    body: new TextEncoder().encode(body),
    url,
    contentType,
    answer: { status: 200, headers, answeredAtMs: null, attempt: 1 },
  });
  if (loaded.kind === 'failed') throw new Error(loaded.failure.message);
  return previewNext(loaded.page, url, rule);
}
const page3 = 'https://shop.example/lamps?page=3';
const link = '<p><a class="next" href="?page=3">Next</a></p>';

describe('the next page in the preview', () => {
  it('is what a rule of any kind finds, as an address', () => {
    const found = { kind: 'page', url: page3 };
    expect(nextBy({ css: 'a.next' }, link).found).toEqual(found);
    expect(nextBy({ css: 'p' }, link).found).toEqual(found);
    const header = 'link: </lamps?page=3>; rel="next"\r\n';
    expect(nextBy({ header: 'next' }, link, header).found).toEqual(found);
    expect(nextBy({ param: 'page' }, link).found).toEqual(found);
    for (const next of ['/lamps?page=3', 'lamps?page=3', ' //shop.example/lamps?page=3']) {
      const json = JSON.stringify({ links: { next } });
      expect(nextBy({ json: '$.links.next' }, json, '', 'application/json').found).toEqual(found);
    }
  });

  it('is none, or no address, or the rule is at fault', () => {
    expect(nextBy({ css: 'a.more' }, link).found).toEqual({ kind: 'none' });
    expect(nextBy({ param: 'sort' }, link).found?.kind).toBe('page');
    expect(nextBy({ css: 'a' }, '<a href="javascript:go(3)">Next</a>').found).toMatchObject({
      kind: 'unusable',
    });
    expect(nextBy({ param: 'page' }, link, '', 'text/html', `${lamps}?page=last`).found).toEqual({
      kind: 'unusable',
      text: 'page=last',
    });
    const wordsOrFlag = '{"more": true, "note": "see below"}';
    for (const json of ['$.more', '$.note', '$']) {
      const { found } = nextBy({ json }, wordsOrFlag, '', 'application/json');
      expect(found?.kind).toBe('unusable');
    }
    expect(nextBy({ css: 'a[' }, link).found).toMatchObject({ kind: 'problem' });
  });

  it('is offered by the page, whatever the rule', () => {
    expect(nextBy(undefined, link)).toEqual({
      found: null,
      offer: { rule: { css: 'a.next' }, url: page3, by: 'words', pages: null },
    });
    const header = 'Link: <https://shop.example/lamps?page=3>; rel=next\r\n';
    expect(nextBy(undefined, link, header).offer?.by).toBe('header');
    expect(nextBy(undefined, '{}', '', 'application/json').offer).toBeNull();
  });
});
