import { describe, expect, it } from 'vitest';
import { itemsOfLine } from './items-of-line.ts';

const urls = (line: string) =>
  [...itemsOfLine(line, 1)].map((item) => item.url ?? `! ${item.problem}`);

describe('itemsOfLine', () => {
  it.each([
    ['https://example.com/a', ['https://example.com/a']],
    ['  https://example.com/a\t', ['https://example.com/a']],
    ['\uFEFFhttps://example.com/', ['https://example.com/']],
    ['example.com/a', ['https://example.com/a']],
    ['//example.com/a', ['https://example.com/a']],
    ['localhost:8080/x', ['https://localhost:8080/x']],
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
    ['127.0.0.1:8080/x', ['https://127.0.0.1:8080/x']],
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
    ['[2001:db8::1]:8080/x', ['https://[2001:db8::1]:8080/x']],
    ['https:\\\\example.com\\a', ['https://example.com/a']],
    ['https://例え.jp/?ク=値', ['https://xn--r8jz45g.jp/?%E3%82%AF=%E5%80%A4']],
    ['HTTPS://EXAMPLE.COM:443/%7Ea', ['https://example.com/%7Ea']],
    ['https://example.com/%zz', ['https://example.com/%zz']],
    ['\u202ehttps://example.com/a\u200b', ['https://example.com/a']],
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
    ['two words', /not a valid host|space|no address/],
    ['https://x.org/[9-1]', /runs backwards/],
    ['https://x.org/[1-99999999]', /99,999,999 URLs/],
    ['x'.repeat(200_000), /too long/],
  ])('refuses %s', (line, reason) => {
    const [only, ...rest] = urls(line);
    expect(rest).toEqual([]);
    expect(only).toMatch(reason);
  });

  it('keeps what was pasted, where it stood, and what it carries', () => {
    const [item] = itemsOfLine('- example.com/a', 7, ['blue']);
    expect(item).toMatchObject({
      text: 'example.com/a',
      line: 7,
      carried: ['blue'],
      assumedHttps: true,
    });
  });

  it('takes a pattern of a million without making a million at once', () => {
    const items = itemsOfLine('https://x.org/[1-1000000]', 1);
    expect(items.next().value?.url).toBe('https://x.org/1');
  });

  it('calls URLs the same that differ in the fragment only', () => {
    const [a] = itemsOfLine('https://x.org/a#1', 1);
    const [b] = itemsOfLine('HTTPS://X.org:443/a', 1);
    expect(a?.key).toBe(b?.key);
    expect(a?.host).toBe('https://x.org');
  });
});
