import { describe, expect, it } from 'vitest';
import { rowsFrom } from '../sources.fixture.ts';

const each = { table: 'table' };
const columns = (...names: readonly string[]) => names.map((table) => ({ table }));

describe('a table', () => {
  it('gives a row for each of its rows below the head, by the words of its columns', async () => {
    const page = `<table><caption>Prices</caption>
      <thead><tr><th>Name</th><th> Price
        in € </th><th>Link</th></tr></thead>
      <tr><td>Lamp</td><td>1,299.00</td><td><a href="/lamp">more</a></td></tr>
      <tr><td>Chair</td><td>20</td></tr>
      <tfoot><tr><td>All</td><td>1,319</td><td>-</td></tr></tfoot></table>`;
    const fields = [...columns('name', 'Price in €', 'Link'), { css: 'a', take: 'attr:href' }];
    expect(await rowsFrom(page, fields, { each })).toEqual([
      ['Lamp', '1,299.00', 'more', 'https://e.example/lamp'],
      ['Chair', '20', '', ''],
      ['All', '1,319', '-', ''],
    ]);
  });

  it('has a cell that spans rows and columns in each of them', async () => {
    const page = `<table>
      <tr><th rowspan=2>City</th><th colspan=2>Size</th><th rowspan="2">Note</th></tr>
      <tr><th>Width</th><th>Height</th></tr>
      <tr><td rowspan=2>Rome</td><td>1</td><td>2</td><td>a</td></tr>
      <tr><td colspan=2>3</td><td>b</td></tr>
      <tr><td>Bern</td><td>5</td><td>6</td><td>c</td></tr></table>`;
    const fields = columns('City', 'Size Width', 'Height', 'Note');
    expect(await rowsFrom(page, fields, { each })).toEqual([
      ['Rome', '1', '2', 'a'],
      ['Rome', '3', '3', 'b'],
      ['Bern', '5', '6', 'c'],
    ]);
  });

  it.each([
    ['0: to the end of its group', 'rowspan=0', ['A', 'A', '']],
    ['more than there are', 'rowspan=99', ['A', 'A', '']],
    ['no number', 'rowspan=x', ['A', '', '']],
  ])('has rows that are spanned: %s', async (_, span, found) => {
    const page = `<table><thead><tr><th>Key</th><th>Of</th></tr></thead>
      <tbody><tr><td>k</td><td ${span}>A</td></tr><tr><td>l</td></tr></tbody>
      <tbody><tr><td>m</td></tr></tbody></table>`;
    const rows = await rowsFrom(page, columns('Of'), { each });
    expect(rows).toEqual(found.map((value) => [value]));
  });

  it('knows its head without <th> only by the names of the fields', async () => {
    const page =
      '<table><tr><td>Name</td><td>Price</td></tr><tr><td>Lamp</td><td>2</td></tr></table>';
    expect(await rowsFrom(page, columns('Price'), { each })).toEqual([['2']]);
    expect(await rowsFrom(page, [{ css: 'td' }], { each })).toEqual([['Name'], ['Lamp']]);
  });

  it('has a column by a part of its head where no other holds it, and none where several do', async () => {
    const page = `<table><tr><th>Price (net)</th><th>Price (gross)</th><th>In stock</th></tr>
      <tr><td>1</td><td>2</td><td>3</td></tr></table>`;
    expect(
      await rowsFrom(page, columns('Price', 'stock', 'tock', 'price (gross)'), { each }),
    ).toEqual([['', '3', '', '2']]);
  });

  it('leaves out a head that is said again, and the rows of tables inside', async () => {
    const page = `<table class=a><tr><th>Name</th></tr><tr><td>One</td></tr><tr><th>Name</th></tr>
      <tr><td><table><tr><td>inner</td></tr></table></td></tr></table>`;
    expect(await rowsFrom(page, columns('Name'), { each: { table: '.a' } })).toEqual([
      ['One'],
      ['inner'],
    ]);
  });

  it('gives the cells of a column without rows of its own', async () => {
    const page = `<table><tr><th>Key</th></tr><tr><td>k</td></tr></table>
      <table><tr><th>Price</th></tr><tr><td>1</td></tr><tr><td>2</td></tr></table>`;
    const fields = [
      { table: 'Price' },
      { table: 'Price', all: true },
      { table: 'No', take: 'count' },
    ];
    expect(await rowsFrom(page, fields)).toEqual([['1', '1 | 2', '0']]);
  });
});
