import { describe, expect, it } from 'vitest';
import { pageOf, picked } from './page.fixture.ts';
import { pickElement } from './pick-element.ts';

function pick(html: string, css: string, more: { each?: string; names?: string[] } = {}) {
  const page = pageOf(html);
  return pickElement(page, { element: picked(page, css), names: [], ...more }, []).picked;
}

describe('a picked element', () => {
  it.each([
    ['<p data-testid="price" class="x">€ 3</p>', 'p', '[data-testid="price"]', 'price'],
    ['<div itemscope><b itemprop="price">€ 3</b></div>', 'b', '[itemprop="price"]', 'price'],
    ['<p id="stock">12</p><p>3</p>', 'p', '#stock', 'stock'],
    ['<h1 class="css-1q2w3e">Kettle</h1>', 'h1', 'h1', 'title'],
    ['<p class="product__price">€ 3</p><p>a</p>', 'p', '.product__price', 'product_price'],
    [
      '<p class="Product_price__x1Y2z">€ 3</p><p>a</p>',
      'p',
      ':is([class^="Product_price__"], [class*=" Product_price__"])',
      'product_price',
    ],
    [
      '<dl><dt>Shipping weight<dd>3 kg<dt>Weight<dd>2 kg</dl>',
      'dd:last-child',
      'dt:text-is("Weight") + dd',
      'weight',
    ],
    [
      '<table><tr><th>Größe (cm)<td>3<tr><th>Weight<td>2 kg</table>',
      'td',
      'th:text-is("Größe \\(cm\\)") + td',
      'größe_cm',
    ],
    [
      '<p>Availability: <b>in stock</b></p>',
      'b',
      'p:contains("Availability:") > b',
      'availability',
    ],
    [
      '<div><span>Brand:</span><a href="/x">Acme</a></div>',
      'a',
      'span:text-is("Brand:") + a',
      'brand',
    ],
    ['<main><p class="price"><b>€ 3</b></p></main><p>x</p>', 'b', '.price b', 'price'],
    [
      '<div data-testid="cost"><p><b>€ 3</b></p></div><b>x</b>',
      'p b',
      '[data-testid="cost"] b',
      'cost',
    ],
  ])('in %s is found by what the page says', (html, css, expected, name) => {
    expect(pick(html, css)).toMatchObject({ field: { css: expected, name }, confidence: 'sure' });
  });

  it.each([
    [
      '<main><div class="flex mt-4"><p class="text-3xl font-bold">€ 3</p><p>a</p></div></main>',
      'p',
    ],
    ['<div><span>Red</span><span>Blue</span><span>Green</span></div>', 'span:nth-child(2)'],
    ['<p class="css-1q2w3e">€ 3</p><p class="css-9z8x7c">€ 4</p>', 'p'],
    ['<ul><li class="price">€ 3</li><li class="price">€ 4</li></ul>', 'li'],
  ])('in %s is uncertain', (html, css) => {
    expect(pick(html, css)).toMatchObject({ confidence: 'unsure' });
  });

  it('gives its picture, link and attributes as choices', () => {
    const image = pick('<a href="x"><img src="a.jpg" alt="Kettle" class="photo-main"></a>', 'img');
    expect(image.field).toMatchObject({ take: 'attr:src' });
    expect(image.takes).toEqual([
      { take: 'attr:src', kind: 'picture', value: 'https://example.com/dir/a.jpg' },
      { take: 'attr:alt', kind: 'attribute', value: 'Kettle' },
    ]);
    expect(pick('<a href="x">go</a>', 'a').takes).toEqual([
      { take: 'text', kind: 'text', value: 'go' },
      { take: 'attr:href', kind: 'link', value: 'https://example.com/dir/x' },
      { take: 'html', kind: 'html', value: 'go' },
    ]);
  });

  it('inside a row gets a selector of the row', () => {
    const rows = [1, 2, 3]
      .map((n) => `<li><h3>n${n}</h3><i class="price">€ ${n}</i></li>`)
      .join('');
    const field = pick(`<ul>${rows}</ul><i class="price">€ 9</i>`, 'li:nth-child(2) i', {
      each: 'li',
    });
    expect(field).toMatchObject({ field: { css: '.price' }, value: '€ 2', matches: 1 });
    const outside = `<ul>${rows}</ul><p>x</p>`;
    expect(() => pick(outside, 'p', { each: 'li' })).toThrow('outside the rows');
    expect(() => pick(`<ul>${rows}</ul>`, 'i', { each: 'td' })).toThrow('not in this page');
  });

  it('behind the beginning of its row is reached from there', () => {
    const specs = ['Weight', 'Brand'].map((n) => `<dt>${n}</dt><dd><b>${n} x</b></dd>`).join('');
    const field = pick(`<dl>${specs}</dl><p>far</p>`, 'dd:last-child', { each: 'dt' });
    expect(field).toMatchObject({ field: { css: '+ dd' }, value: 'Brand x', confidence: 'sure' });
    const inner = pick(`<dl>${specs}</dl>`, 'dd:last-child b', { each: 'dt' });
    expect(inner).toMatchObject({ field: { css: '+ dd b' }, value: 'Brand x' });
  });

  it('has a name that is free', () => {
    expect(pick('<h1>A</h1>', 'h1', { names: ['title', 'Title_2'] }).field.name).toBe('title_3');
  });

  it('that is not in the page is refused', () => {
    const page = pageOf('<p>a</p>');
    const at = (path: number[], tag: string) => () =>
      pickElement(page, { element: { path, tag }, names: [] }, []);
    expect(at([1, 0], 'P')).not.toThrow();
    expect(at([1, 1], 'p')).toThrow('is not in the page that Trawl keeps');
    expect(at([1, 0], 'b')).toThrow('has <p> and not <b>');
    expect(at([0, 0, 0, 0], 'b')).toThrow('Load the page again');
  });

  it('of a hostile page is answered, or refused in words', () => {
    const many = (part: (n: number) => string, count = 5000) =>
      Array.from({ length: count }, (_, n) => part(n)).join('');
    const attributes = many((n) => ` data-price-${'abcdefghij'[n % 10]}${n}="x"`);
    expect(pick(`<p${attributes}>€ 3</p>`, 'p').takes.length).toBeLessThanOrEqual(20);
    const classes = many((n) => ` product-${n}price`);
    expect(pick(`<p class="${classes}">€ 3</p>`, 'p').value).toBe('€ 3');
    expect(
      pick(
        many((n) => `<p class="price">€ ${n}</p>`),
        'p:last-child',
      ),
    ).toMatchObject({
      confidence: 'unsure',
      value: '€ 4999',
    });
    const quotes = `<dl><dt>"ab") b('<dd>1</dl>`;
    expect(pick(quotes, 'dd')).toMatchObject({ value: '1', matches: 1, confidence: 'sure' });
    const deep = '<div><p></p>'.repeat(1000);
    expect(() => pick(`${deep}<b>x</b>`, 'b:last-child')).not.toThrow();
    const deeper = '<x-element><x-element></x-element>'.repeat(1000);
    expect(() => pick(`${deeper}<b>x</b><b>y</b>`, 'b + b')).toThrow('nested too deeply');
  });
});
