import { TextDecoder } from '@exodus/bytes/encoding.js';
import { describe, expect, it } from 'vitest';
import { guessEncoding } from './guess-encoding.ts';
import {
  encodeAs,
  type LegacyEncoding,
  legacyEncodings,
  legacyPages,
} from './legacy-pages.fixture.ts';

const read = (body: Uint8Array) => new TextDecoder(guessEncoding(body)).decode(body);
const encodings = Object.keys(legacyEncodings) as LegacyEncoding[];
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('a page that declares no encoding', () => {
  const outcomes = encodings.map((encoding) => {
    const pages = legacyPages(encoding);
    const wrong = pages.filter(({ body, text }) => read(body) !== text);
    return { encoding, pages, wrong };
  });

  it.each(outcomes)('comes out right in $encoding', ({ pages, wrong }) => {
    const taken = wrong.map(({ language, body }) => `${language} as ${guessEncoding(body)}`);
    expect(1 - wrong.length / pages.length, taken.join(', ')).toBeGreaterThan(0.9);
  });

  it('comes out right 99 times of 100', () => {
    const pages = outcomes.flatMap((outcome) => outcome.pages).length;
    const wrong = outcomes.flatMap((outcome) => outcome.wrong).length;
    expect(1 - wrong / pages).toBeGreaterThan(0.99);
  });

  it.each([
    '© 2024 Foo Ltd',
    'Copyright ©1999–2003 by Foo®, all rights reserved',
    '£12.99, or £3 for members',
    '20 °C, 5 µm, ½ l, 3 m³, 1ª, nº 7, 3 × 4',
    '«Hello» and ‘hello’ and “it’s”… – — • ™ €5',
    'non-breaking   spaces',
    '¡Hola! ¿Como estas?',
    'Café ©2024, £5',
    'naïve résumé',
    'Pokémon® Center',
    'Opiniões e condições',
    'Goût sûr, août',
    'Õhtul on nõrk lumesadu, võõras sõber jõudis üle mäe',
  ])('is read as windows-1252 where it says %s', (text) => {
    const page = `<html><title>A page</title><p>Products and prices. ${text}</p></html>`;
    expect(read(encodeAs('windows-1252', page))).toBe(page);
  });

  it.each([
    ['windows-1250', 'Őszi kedvezmény, bővített választék'],
    ['windows-1250', 'Škoda ©2024'],
    ['iso-8859-2', 'Wisła płynie przez Kraków'],
    ['shift_jis', 'あいうえお'],
    ['windows-1251', 'А ты?'],
  ] as const)('is not taken for windows-1252 where it is %s: %s', (encoding, text) => {
    const page = `<title>${text}</title><p>${text}</p>`;
    expect(read(encodeAs(encoding, page))).toBe(page);
  });

  it('is UTF-8, also where a few bytes are broken or the end is missing', () => {
    const text = 'Größe und Gewicht können abweichen. '.repeat(20);
    expect(guessEncoding(Buffer.from(text))).toBe('utf-8');
    expect(guessEncoding(Buffer.concat([Buffer.from(text), latin1('caf\xe9 x')]))).toBe('utf-8');
    expect(guessEncoding(Buffer.from(`${text}ß`).subarray(0, -1))).toBe('utf-8');
  });

  it('is not UTF-8 for one sequence that happens to be valid', () => {
    const body = latin1('<p>Gr\xf6\xdfe, Stra\xdfe, \xc3\xa9, K\xf6ln, M\xfcnchen');
    expect(guessEncoding(body)).toBe('windows-1252');
  });

  it('is judged by what stands behind a megabyte of ASCII', () => {
    const text = 'Последние новости страны и мира';
    const body = Buffer.concat([
      latin1(`<p>\xa9 2024</p><script>${'var a = 1;\n'.repeat(100_000)}</script>`),
      encodeAs('windows-1251', `<p>${text}</p>`),
    ]);
    expect(guessEncoding(body)).toBe('windows-1251');
  });
});
