import { describe, expect, it } from 'vitest';
import { monthsOf } from './date-names.ts';
import { readPicture, readUrl } from './read-address.ts';
import { readYesNo } from './read-yes-no.ts';

describe('a URL', () => {
  it('is absolute', () => {
    expect(readUrl(' https://shop.example/a b?x=1 ')).toEqual({ kind: 'misfit' });
    expect(readUrl('HTTPS://Shop.example/a')).toMatchObject({ value: 'https://shop.example/a' });
    for (const text of [
      '/a',
      'shop.example',
      'mailto:a@b.example',
      'javascript:alert(1)',
      'http://',
    ]) {
      expect([text, readUrl(text).kind]).toEqual([text, 'misfit']);
    }
  });

  it('of a picture is no blank that stands for one', () => {
    expect(readPicture('data:image/gif;base64,R0lGODlhAQABAAAAACw=').kind).toBe('misfit');
    expect(readPicture('https://shop.example/a.webp')).toMatchObject({ kind: 'value' });
  });
});

describe('yes and no', () => {
  it.each([
    'yes',
    'Ja',
    'oui',
    'Sí',
    'да',
    'はい',
    '✓',
    '✔️',
    'true',
    'In Stock',
    'https://schema.org/InStock',
    'Auf Lager.',
    '有货',
  ])('yes: %s', (text) => expect(readYesNo(text)).toMatchObject({ value: 'yes' }));
  it.each([
    'no',
    'Nein',
    'non',
    'нет',
    'いいえ',
    '✗',
    '☐',
    'FALSE',
    'Sold out!',
    'http://schema.org/OutOfStock',
    'ausverkauft',
    '在庫なし',
  ])('no: %s', (text) => expect(readYesNo(text)).toMatchObject({ value: 'no' }));
  it.each(['x', '-', '', 'maybe', 'only 3 in stock', 'PreOrder', 'not in stock until May'])(
    'neither: %j',
    (text) => expect(readYesNo(text)).toEqual({ kind: 'misfit' }),
  );
});

describe('the name of a month', () => {
  it('is the same in all languages that have it', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    for (const first of letters) {
      for (const second of letters) {
        for (const third of letters) {
          expect(monthsOf(first + second + third).size).toBeLessThan(2);
        }
      }
    }
  });
});
