import { describe, expect, it } from 'vitest';
import { compileRules } from './compile-rules.ts';
import { extractPage } from './extract-page.ts';

function found(page: string, css: string, contentType = 'text/html'): string {
  const rules = compileRules({ fields: [{ name: 'f', css, all: true, separator: ',' }] });
  const body = Buffer.from(page);
  const outcome = extractPage({ body, url: 'https://example.com/', contentType }, rules);
  return outcome.kind === 'rows' ? (outcome.rows[0]?.[0] ?? '') : outcome.failure.message;
}

describe(':nth-child(An+B of S)', () => {
  const list =
    '<ul><li class=a>1<li>2<li class=a>3<li class="a b">4<li class=a>5</ul><ul><li class=a>6</ul>';
  it.each([
    ['li:nth-child(2 of .a)', '3'],
    ['li:nth-child(odd of .a)', '1,4,6'],
    ['li:nth-child(2n of .a)', '3,5'],
    ['li:nth-child( -n+2 of li.a , .b )', '1,3,6'],
    ['li:nth-child(n+3 of .a)', '4,5'],
    ['li:nth-last-child(1 of .a)', '5,6'],
    ['li:nth-last-child(2 of :not(.b))', '3'],
    ['li:not(:nth-child(1 of .a))', '2,3,4,5'],
    ['ul:has(li:nth-child(4 of .a)) > :first-child', '1'],
    ['li:nth-child(2 of .a):first', '3'],
  ])('%s', (css, text) => {
    expect(found(list, css)).toBe(text);
  });

  it('takes a long list in no square of its length', () => {
    const items = Array.from({ length: 30_000 }, (_, index) => `<li class=a>${index}`).join('');
    expect(found(`<ul>${items}</ul>`, 'li:nth-child(30000 of .a)')).toBe('29999');
  });
});

describe(':text-is()', () => {
  const page =
    '<dl><dt>Shipping Weight<dd>3 kg<dt> Weight <!-- --><b>(net)</b><dd>2 kg<dt>Weight<dd>1 kg<dt>"Size"<dd>L</dl>';
  it.each([
    ['dt:text-is("Weight") + dd', '1 kg'],
    ["dt:text-is('Weight') + dd", '1 kg'],
    ['dt:text-is(Weight) + dd', '1 kg'],
    ['dt:text-is( "Weight  (net)" ) + dd', '2 kg'],
    ['dt:text-is("Weight \\(net\\)") + dd', '2 kg'],
    ['dt:text-is("weight") + dd', ''],
    ['dt:text-is("\\"Size\\"") + dd', 'L'],
    ['dl:has(> dt:text-is("Weight")) > dd:last', 'L'],
    ['dt:text-is("Weight") + dd:first', '1 kg'],
    ['dt:text-is', 'requires'],
  ])('%s', (css, text) => {
    if (text === 'requires') expect(() => found(page, css)).toThrow('needs a value in parentheses');
    else expect(found(page, css)).toBe(text);
  });

  it('is written in XML as well', () => {
    expect(found('<r><k>a b</k><v>1</v></r>', 'k:text-is("a b") + v', 'text/xml')).toBe('1');
  });
});

describe(':lang()', () => {
  const page =
    '<html lang=en-GB><p>1</p><p lang=de>2</p><div lang=de-Latn-CH-1996><p>3</p></div><p lang="">4</p>';
  it.each([
    ['p:lang(en)', '1'],
    ['p:lang(EN-gb)', '1'],
    ['p:lang(en-US)', ''],
    ['p:lang(de)', '2,3'],
    ['p:lang(de-CH)', '3'],
    ['p:lang("*-CH")', '3'],
    ['p:lang(de, en)', '1,2,3'],
    ['p:lang("")', '4'],
    ['p:not(:lang(de))', '1,4'],
  ])('%s', (css, text) => {
    expect(found(page, css)).toBe(text);
  });

  it('knows the language of a page by its pragma, and of XML by xml:lang', () => {
    expect(found('<meta http-equiv=content-language content=fr><p>1', 'p:lang(fr)')).toBe('1');
    expect(found('<a xml:lang="fr"><p>1</p></a>', 'p:lang(fr)', 'text/xml')).toBe('1');
  });
});

describe(':contains()', () => {
  it.each([
    ['<p>12&nbsp;€</p>', 'p:contains("12 €")'],
    ['<p>12 €</p>', 'p:contains("12\u00a0€")'],
    ['<p>Main Street<br>Springfield</p>', 'p:contains("Street Springfield")'],
    ['<p>Main\n   Street</p>', 'p:contains("Main Street")'],
    ['<p>won<b>der</b>ful</p>', 'p:contains("wonderful")'],
    ['<p>MAIN  street</p>', 'p:icontains("main street")'],
    ['<p><script>x</script>y</p>', 'p:not(:contains("x"))'],
    ['<p>Main\n   Street</p>', 'p:contains("Main Street"):first'],
  ])('compares the text that is shown: %s', (page, css) => {
    expect(found(page, css)).not.toBe('');
  });

  it('compares the text of XML as it stands', () => {
    expect(found('<r><title>a\n b</title></r>', 'r:contains("a b")', 'text/xml')).toBe('a b');
  });
});
