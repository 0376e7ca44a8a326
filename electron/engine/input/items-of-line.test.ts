import { describe, expect, it } from 'vitest';
import { contentOfCell, contentOfLine } from './items-of-line.ts';

const place = { line: 1, carried: [] };
const itemsOfLine = (text: string, expands = true) => contentOfLine(text, place, expands).items;
const found = (items: ReturnType<typeof itemsOfLine>) =>
  [...items].map((item) => item.url ?? `! ${item.problem}`);
const urls = (line: string, expands = true) => found(itemsOfLine(line, expands));
const cellUrls = (cell: string) => found(contentOfCell(cell, place, false).items);

describe('itemsOfLine', () => {
  it.each([
    ['https://example.com/a', ['https://example.com/a']],
    ['  https://example.com/a\t', ['https://example.com/a']],
    ['\uFEFFhttps://example.com/', ['https://example.com/']],
    ['example.com/a', ['https://example.com/a']],
    ['//example.com/a', ['https://example.com/a']],
    ['localhost:8080/x', ['http://localhost:8080/x']],
    ['example.com:81', ['https://example.com:81/']],
    ['HTTP://EXAMPLE.com/A', ['http://example.com/A']],
    ['"https://example.com/a",', ['https://example.com/a']],
    ['<https://example.com/a>', ['https://example.com/a']],
    ['- https://example.com/a', ['https://example.com/a']],
    ['12. https://example.com/a', ['https://example.com/a']],
    ['3) example.com', ['https://example.com/']],
    ['[A page](https://example.com/a_(b) "title")', ['https://example.com/a_(b)']],
    ['* [A](https://a.org) and [B](https://b.org)', ['https://a.org/', 'https://b.org/']],
    ['<li><a href="https://example.com/?a=1&amp;b=2">x</a></li>', ['https://example.com/?a=1&b=2']],
    ['https://a.org https://b.org', ['https://a.org/', 'https://b.org/']],
    ['https://a.org,https://b.org/x,y', ['https://a.org/', 'https://b.org/x,y']],
    ['https://a.org\tA title\t42', ['https://a.org/']],
    ['A title\texample.org/x', ['https://example.org/x']],
    ['https://en.wikipedia.org/wiki/Net_(device)', ['https://en.wikipedia.org/wiki/Net_(device)']],
    ['https://münchen.example/straße', ['https://xn--mnchen-3ya.example/stra%C3%9Fe']],
    ['http://[::1]:8080/x', ['http://[::1]:8080/x']],
    ['127.0.0.1:8080/x', ['http://127.0.0.1:8080/x']],
    ['192.168.1.20/status', ['http://192.168.1.20/status']],
    ['10.0.0.1', ['http://10.0.0.1/']],
    ['printer.local/', ['http://printer.local/']],
    ['[::1]:8080/x', ['http://[::1]:8080/x']],
    ['[fe80::1]/x', ['http://[fe80::1]/x']],
    ['8.8.8.8/x', ['https://8.8.8.8/x']],
    ['http://7/', ['http://0.0.0.7/']],
    ['https://example.com/%E4%25', ['https://example.com/%E4%25']],
    ['https://example.com/a#part', ['https://example.com/a#part']],
    ['https://x.org/page/[8-11]', [8, 9, 10, 11].map((n) => `https://x.org/page/${n}`)],
    ['https://x.org/[08-10]', ['08', '09', '10'].map((n) => `https://x.org/${n}`)],
    ['https://x.org/[0-20:10]', [0, 10, 20].map((n) => `https://x.org/${n}`)],
    ['x.org/[a-b]/[1-2]', ['a/1', 'a/2', 'b/1', 'b/2'].map((n) => `https://x.org/${n}`)],
    ["'https://example.com/a';", ['https://example.com/a']],
    ['`https://example.com/a`', ['https://example.com/a']],
    ['• https://example.com/a', ['https://example.com/a']],
    ['1) [A](https://example.com/a)', ['https://example.com/a']],
    ['| 7 | https://example.com/a | x |', ['https://example.com/a']],
    ['> https://example.com/a', ['https://example.com/a']],
    ['[1]: https://example.com/a', ['https://example.com/a']],
    ['<A HREF=https://example.com/a>x</A>', ['https://example.com/a']],
    [
      'See https://example.com/a, or https://example.com/b.',
      ['a', 'b'].map((x) => `https://example.com/${x}`),
    ],
    ['"a.org","b.org"', ['https://a.org/', 'https://b.org/']],
    ['a.org; b.org', ['https://a.org/', 'https://b.org/']],
    ['[2606:4700::1]:8080/x', ['https://[2606:4700::1]:8080/x']],
    ['https:\\\\example.com\\a', ['https://example.com/a']],
    ['https://例え.jp/?ク=値', ['https://xn--r8jz45g.jp/?%E3%82%AF=%E5%80%A4']],
    ['HTTPS://EXAMPLE.COM:443/%7Ea', ['https://example.com/%7Ea']],
    ['https://example.com/%zz', ['https://example.com/%zz']],
    ['\u202ehttps://example.com/a\u200b', ['https://example.com/a']],
    // `|` belongs to a URL; a comma does not end one.
    ['http://a.org/api?t=Rome|Paris&p=i', ['http://a.org/api?t=Rome|Paris&p=i']],
    ['http://a.org/a|b/page.html', ['http://a.org/a|b/page.html']],
    ['http://a.org/1|http://b.org/2', ['http://a.org/1', 'http://b.org/2']],
    ['|https://a.org/|x|', ['https://a.org/']],
    [
      'http://a.org/solr?fq=year:[1999 TO 2001]&x=1 b',
      ['http://a.org/solr?fq=year:[1999%20TO%202001]&x=1'],
    ],
    ['http://a.org/?q=(cats AND dogs)', ['http://a.org/?q=(cats%20AND%20dogs)']],
    ['http://a.org/x[1 and http://a.org/y]', ['http://a.org/x[1', 'http://a.org/y']],
    // Full-width and CJK punctuation, brackets and quotes in pairs, several in a line.
    ['请看https://example.com/a，谢谢。', ['https://example.com/a']],
    [
      'https://example.com/a。https://example.com/b',
      ['a', 'b'].map((x) => `https://example.com/${x}`),
    ],
    ['（https://example.com/a）', ['https://example.com/a']],
    ['「https://example.com/a」を見る', ['https://example.com/a']],
    ['https://ja.wikipedia.org/wiki/日本', ['https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC']],
    ['He said “see https://example.com/a”.', ['https://example.com/a']],
    ['(see https://example.com/a_(b))', ['https://example.com/a_(b)']],
    ['{https://example.com/a}', ['https://example.com/a']],
    ['**https://example.com/a**', ['https://example.com/a']],
    ['«https://example.com/a»', ['https://example.com/a']],
    ['<https://example.com/my page>', ['https://example.com/my%20page']],
    ['https://a.org/?x=1;y=2', ['https://a.org/?x=1;y=2']],
    ['https://a.org/x;https://b.org/y', ['https://a.org/x', 'https://b.org/y']],
    ['a.org,b.org', ['https://a.org/', 'https://b.org/']],
    ['Did you see https://a.org/x?', ['https://a.org/x']],
    ['https://a.org/x?', ['https://a.org/x?']],
    ["https://a.org/it's", ["https://a.org/it's"]],
    [
      'https://web.archive.org/web/2020/https://a.org/',
      ['https://web.archive.org/web/2020/https://a.org/'],
    ],
    // Copied HTML and XML.
    ['https://a.org/s?q=rust&amp;page=2', ['https://a.org/s?q=rust&page=2']],
    ['<loc>https://a.org/s?q=rust&amp;page=2</loc>', ['https://a.org/s?q=rust&page=2']],
    ['<url><loc>http://a.org/b</loc></url>', ['http://a.org/b']],
    ['<loc><![CDATA[http://a.org/d?x=1&y=2]]></loc>', ['http://a.org/d?x=1&y=2']],
    ['<link rel="canonical" href="http://a.org/c?a=1&amp;b=2">', ['http://a.org/c?a=1&b=2']],
    ['<img src="http://a.org/pic.png" alt="x">', ['http://a.org/pic.png']],
    ['<a href="http://a.org/p"><img src="http://a.org/i.png"></a>', ['http://a.org/p']],
    [
      'https://x.org/{red,green}/[1-2]',
      ['red/1', 'red/2', 'green/1', 'green/2'].map((n) => `https://x.org/${n}`),
    ],
    ['https://x.org/{id}', ['https://x.org/%7Bid%7D']],
    ['https://x.org/{id}/{a,b}', ['https://x.org/%7Bid%7D/a', 'https://x.org/%7Bid%7D/b']],
    ['', []],
    ['   ', []],
    ['# a comment', []],
  ])('%s', (line, expected) => {
    expect(urls(line)).toEqual(expected);
  });

  it.each([
    ['http:///x', /no host name/],
    ['https://', /no host name/],
    ['https://example.com:99999/', /no port 99999/],
    ['https://1.2.3.4.5/', /not a valid host/],
    ['https://a%00b/', /not a valid host/],
    ['javascript:alert(1)', /not javascript:/],
    ['data:text/html,x', /not data:/],
    ['file:///etc/passwd', /not file:/],
    ['mailto:a@b.org', /not mailto:/],
    ['ftp://example.com/x', /not ftp:/],
    ['http://[2001:db8::1', /not a valid host/],
    ['http://256.1.1.1/', /not a valid host/],
    ['../page.html', /no address/],
    ['hello', /no address/],
    ['7', /no address/],
    ['3.50', /no address/],
    ['someone@example.com', /e-mail address/],
    ['two words', /no address/],
    ['https://x.org/[9-1]', /runs backwards/],
    ['https://x.org/[1-99999999]', /99,999,999 URLs/],
    ['x'.repeat(200_000), /too long/],
  ])('refuses %s', (line, reason) => {
    const [only, ...rest] = urls(line);
    expect(rest).toEqual([]);
    expect(only).toMatch(reason);
  });

  it.each([
    ['http://x.org/shop?price=[10-20]', 11],
    ['http://x.org/list?filter[a-z]=x', 26],
    ['http://x.org/{a,b,c}', 3],
    ['http://x.org/?ids[]=1&ids[]=2', 0],
    ['http://x.org/solr?fq=year:[1999TO2001]', 0],
  ])(
    'reads %s as it stands where patterns are off, and says what they would make',
    (line, many) => {
      const { items, patternUrls } = contentOfLine(line, place, false);
      expect([...items].map(({ text }) => text)).toEqual([line]);
      expect([...items].map(({ url }) => url)).toEqual([new URL(line).href]);
      expect(patternUrls).toBe(many);
    },
  );

  it.each([
    ['https://a.org/x A title', true],
    ['- https://a.org/x', false],
    ['1. <https://a.org/x>,', false],
    ['https://a.org/x and b.org', true],
    ['https://a.org/docs/My Page.html', true],
    ['https://a.org https://b.org', false],
  ])('says of %s whether something of it is not used', (line, isNoted) => {
    expect(contentOfLine(line, place, false).note !== null).toBe(isNoted);
  });

  it.each([
    ['http://a.org/docs/Managing Domains.html', ['http://a.org/docs/Managing%20Domains.html']],
    ['http://a.org/files/price list.pdf?x=1 2', ['http://a.org/files/price%20list.pdf?x=1%202']],
    ['  http://a.org/x ', ['http://a.org/x']],
    ['http://a.org/x, y; z', ['http://a.org/x,%20y;%20z']],
    ['http://a.org/a|b', ['http://a.org/a|b']],
    ['http://a.org/（小説）', ['http://a.org/%EF%BC%88%E5%B0%8F%E8%AA%AC%EF%BC%89']],
    ['http://a.org/?q=1&amp;r=2', ['http://a.org/?q=1&r=2']],
    ['http://a.org/x\nhttp://b.org/y', ['http://a.org/x', 'http://b.org/y']],
    ['http://a.org/x http://b.org/y', ['http://a.org/x', 'http://b.org/y']],
    ['=HYPERLINK("http://a.org/x","shown")', ['http://a.org/x']],
    ['a.org/my page', ['https://a.org/my%20page']],
    ['n/a', ['! this is no address; a URL looks like https://example.com/page']],
    ['', ['! there is no URL in this record']],
  ])('takes the cell %j whole', (cell, expected) => {
    expect(cellUrls(cell)).toEqual(expected);
  });

  it('keeps what was pasted, where it stood, and what it carries', () => {
    const [item] = contentOfLine('- example.com/a', { line: 7, carried: ['blue'] }, true).items;
    expect(item).toMatchObject({
      text: 'example.com/a',
      line: 7,
      carried: ['blue'],
      assumed: 'https',
    });
  });

  it('takes a pattern of a million without making a million at once', () => {
    const [first] = itemsOfLine('https://x.org/[1-1000000]');
    expect(first?.url).toBe('https://x.org/1');
  });

  it('calls URLs the same that differ in the fragment only', () => {
    const [a] = itemsOfLine('https://x.org/a#1');
    const [b] = itemsOfLine('HTTPS://X.org:443/a');
    expect(a?.key).toBe(b?.key);
    expect(a?.host).toBe('https://x.org');
  });
});
