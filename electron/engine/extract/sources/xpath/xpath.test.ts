import { beforeAll, describe, expect, it } from 'vitest';
import { rowsFrom } from '../sources.fixture.ts';
import { compileXPath, loadXPath } from './compile-xpath.ts';

beforeAll(loadXPath);

const page = `<!doctype html><title>T</title><base href="/base/">
  <table id=t><tr><td class="a b">1,5<td>2</table>
  <p>one <b>two</b><!-- no --> three<script>var x</script></p>
  <a href="x?a=1">link</a><svg viewBox="0 0 1 1"><title>s</title></svg>
  <ul><li>A <i>a</i></li><li>B</li></ul>`;

describe('an XPath', () => {
  it.each([
    ['/html/body/table/tbody/tr/td[2]', '2'],
    ['//td[contains(@class, "b")]', '1,5'],
    ['//td[@class="a"]', ''],
    ['//a/@href', 'https://e.example/base/x?a=1'],
    ['//p', 'one two three'],
    ['//p/text()[2]', 'three'],
    ['//p/comment()', 'no'],
    ['string(//td[1])', '1,5'],
    ['count(//td)', '2'],
    ['//td/number(translate(., ",", "."))', '1.5'],
    ['boolean(//h1)', 'false'],
    ['normalize-space(//li[1])', 'A a'],
    ['//li[last()]/preceding-sibling::li/i', 'a'],
    ['//td[1]/following-sibling::td', '2'],
    ['(//li)[2]/..//i', 'a'],
    ['//svg/title', 's'],
    ['//svg/@viewBox', '0 0 1 1'],
    ['//li[matches(., "^B")]', 'B'],
    ['string-join(//li, "-")', 'A a-B'],
    ['//nothing', ''],
    ['//title', 'T'],
    ['array { 1, 2 }', '[1,2]'],
  ])('%s gives %j', async (xpath, value) => {
    expect(await rowsFrom(page, [{ xpath }])).toEqual([[value]]);
  });

  it('gives all, their number, an attribute of theirs or their HTML', async () => {
    const fields = [
      { xpath: '//li', all: true },
      { xpath: '//li', take: 'count' },
      { xpath: '//h1', take: 'exists' },
      { xpath: '//a', take: 'attr:href' },
      { xpath: '//li', take: 'html' },
      { xpath: '//p', take: 'lines', clean: [{ match: 't\\w+$' }] },
    ];
    expect(await rowsFrom(page, fields)).toEqual([
      ['A a | B', '2', 'false', 'https://e.example/base/x?a=1', 'A <i>a</i>', 'three'],
    ]);
  });

  it('that does not fit what the page has costs its own value alone', async () => {
    const fields = [
      { xpath: 'string(//li)' },
      { xpath: '//li' },
      { xpath: 'contains(//li, "A")', take: 'count' },
    ];
    expect(await rowsFrom(page, fields)).toEqual([['', 'A a', '']]);
    expect(await rowsFrom('<li>B', fields)).toEqual([['B', 'B', '1']]);
  });

  it('gives a row for each element, from which other paths begin', async () => {
    const each = { xpath: '//li' };
    const fields = [{ xpath: 'i' }, { xpath: '.' }, { css: 'i' }, {}, { xpath: 'count(//td)' }];
    expect(await rowsFrom(page, fields, { each })).toEqual([
      ['a', 'A a', 'a', 'A a', '2'],
      ['', 'B', '', 'B', '2'],
    ]);
    expect(await rowsFrom(page, fields, { each: { xpath: '//a/@href' } })).toEqual([]);
  });

  it('finds names with a prefix in XML as they are written', async () => {
    const feed = `<?xml version="1.0"?><rss xmlns:dc="x"><channel><item><dc:creator><![CDATA[Ann & Bo]]></dc:creator>
      <Title>T</Title></item></channel></rss>`;
    const fields = [{ xpath: '//dc:creator' }, { xpath: '//Title' }, { xpath: '//title' }];
    expect(await rowsFrom(feed, fields, { contentType: 'text/xml' })).toEqual([
      ['Ann & Bo', 'T', ''],
    ]);
  });

  it.each([
    ['//div[', 'This XPath cannot be read at character 6 ("[").'],
    ['//a]', 'This XPath cannot be read at character 4 ("]").'],
    ['1} , function() {2', /^This XPath cannot be read at character /],
    ['foo(1)', 'There is no XPath function foo() that takes 1 value.'],
    ['concat("a")', 'There is no XPath function concat() that takes 1 value.'],
    ['$a', 'There are no variables here: $a has no value.'],
    ['doc("file:///etc/passwd")', 'There is no XPath function doc() that takes 1 value.'],
  ])('%s is refused', (xpath, message) => {
    expect(() => compileXPath(xpath)).toThrow(message);
  });
});
