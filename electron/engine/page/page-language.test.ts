import { describe, expect, it } from 'vitest';
import { pageLanguage } from './page-language.ts';

const language = (html: string) => pageLanguage({ body: new TextEncoder().encode(html) }, 'utf-8');

describe('the language of a page', () => {
  it('is that of its <html>', () => {
    expect(language('<!doctype html><html lang="de"><head>')).toBe('de');
    expect(language('<HTML class=a LANG=pt-BR >')).toBe('pt-BR');
    expect(language("\n<!-- a --><html data-lang='x' lang=' fr '><body lang=en>")).toBe('fr');
  });

  it('is not that of a comment for browsers of old', () => {
    expect(
      language(
        '<!--[if IE 8]><html lang="en"><![endif]--><!--[if !IE]><!--><html lang="nl"><!--<![endif]-->',
      ),
    ).toBe('nl');
  });

  it('is unknown without one', () => {
    expect(language('')).toBe(null);
    expect(language('<html><head><meta lang="en">')).toBe(null);
    expect(language('<html lang="">')).toBe(null);
    expect(language('<html lang="de')).toBe(null);
    expect(language('<p>a <html> lang="en"')).toBe(null);
  });

  it('is read in the encoding of the page', () => {
    const body = Uint8Array.from(Buffer.from('<html lang="sv">', 'utf16le'));
    expect(pageLanguage({ body }, 'utf-16le')).toBe('sv');
  });
});
