import { describe, expect, it } from 'vitest';
import { encodings } from '#shared/job/encodings.ts';
import { decodeBody, sniffEncoding } from './charset.ts';

/** Encodings by label, with a text and its bytes. */
const samples = [
  [
    'utf-8',
    'Grüße, žluťoučký – 日本語 ✓',
    '4772c3bcc39f652c20c5be6c75c5a56f75c48d6bc3bd20e2809320e697a5e69cace8aa9e20e29c93',
  ],
  ['windows-1250', 'žluťoučký kůň', '9e6c759d6f75e86bfd206bf9f2'],
  ['windows-1251', 'Привет, мир', 'cff0e8e2e5f22c20ece8f0'],
  ['windows-1252', 'Grüße “€5” – fin…', '4772fcdf65209380359420962066696e85'],
  ['windows-1253', 'Καλημέρα', 'cae1ebe7ecddf1e1'],
  ['windows-1254', 'Işık ğüş', '49fefd6b20f0fcfe'],
  ['windows-1255', 'שלום', 'f9ece5ed'],
  ['windows-1256', 'مرحبا', 'e3d1cdc8c7'],
  ['windows-1257', 'Ąžuolas', 'c0fe756f6c6173'],
  ['windows-1258', 'Chào ơư', '4368e06f20f5fd'],
  ['iso-8859-2', 'žluť', 'be6c75bb'],
  ['iso-8859-5', 'Привет', 'bfe0d8d2d5e2'],
  ['iso-8859-15', '€ Œuvre', 'a420bc75767265'],
  ['koi8-r', 'Привет', 'f0d2c9d7c5d4'],
  ['koi8-u', 'Їжак', 'b7d6c1cb'],
  ['macintosh', 'Été', '83748e'],
  ['ibm866', 'Привет', '8fe0a8a2a5e2'],
  ['shift_jis', '日本語テスト', '93fa967b8cea836583588367'],
  ['euc-jp', '日本語テスト', 'c6fccbdcb8eca5c6a5b9a5c8'],
  ['iso-2022-jp', '日本語テスト', '1b2442467c4b5c386c2546253925481b2842'],
  ['gbk', '简体中文', 'bcf2cce5d6d0cec4'],
  ['gb18030', '简体中文', 'bcf2cce5d6d0cec4'],
  ['big5', '繁體中文', 'c163c5e9a4a4a4e5'],
  ['euc-kr', '한국어', 'c7d1b1b9beee'],
] as const;

const utf16 = [
  ['utf-16le', 'Grüße – 日本語', '47007200fc00df006500200013202000e5652c679e8a', 'fffe'],
  ['utf-16be', 'Grüße – 日本語', '0047007200fc00df006500202013002065e5672c8a9e', 'feff'],
] as const;

const bytes = (...parts: (string | { hex: string })[]) =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part.hex, 'hex'),
    ),
  );
const decoded = (body: Uint8Array, contentType: string | null) =>
  decodeBody(body, sniffEncoding(body, contentType));

describe.each(samples)('a page in %s', (label, text, hex) => {
  it('is declared by Content-Type', () => {
    expect(decoded(bytes({ hex }), `text/html; charset=${label}`)).toBe(text);
    expect(decoded(bytes({ hex }), `text/html;charset="${label.toUpperCase()}"`)).toBe(text);
    expect(sniffEncoding(bytes({ hex }), `text/html; charset=${label}`)).toBe(label);
  });

  it.each([
    `<meta charset=${label}>`,
    `<!-- <meta charset=none> --><META CharSet = "${label}"/>`,
    `<meta http-equiv=Content-Type content="text/html; charset=${label}">`,
    `<?xml version="1.0" encoding="${label}"?>`,
  ])('is declared by %s', (declaration) => {
    const body = bytes(declaration, '<p>', { hex });
    for (const contentType of [
      null,
      'text/html',
      'text/html; charset=none',
      'text/html; charset=',
    ]) {
      expect(decoded(body, contentType)).toBe(`${declaration}<p>${text}`);
    }
  });

  it('is declared by Content-Type even where the page says something else', () => {
    const declaration = '<meta charset=cp866>';
    expect(decoded(bytes(declaration, { hex }), `text/html; charset=${label}`)).toBe(
      declaration + text,
    );
  });
});

describe.each(utf16)('a page in %s', (label, text, hex, bom) => {
  it('is known by its byte order mark, whatever else is declared', () => {
    const body = bytes({ hex: bom }, { hex });
    expect(decoded(body, null)).toBe(text);
    expect(decoded(body, 'text/html; charset=utf-8')).toBe(text);
  });

  it('is declared by Content-Type', () => {
    expect(decoded(bytes({ hex }), `text/html; charset=${label}`)).toBe(text);
  });

  it('is guessed where nothing declares it', () => {
    expect(decoded(bytes({ hex }), null)).toBe(text);
  });
});

describe('the encoding of a page', () => {
  it('is UTF-8 by its byte order mark, which is no part of the text', () => {
    const body = bytes({ hex: 'efbbbf' }, '<meta charset=windows-1251>', { hex: 'c3bc' });
    expect(decoded(body, 'text/html; charset=windows-1252')).toBe('<meta charset=windows-1251>ü');
  });

  it('is the one that the job names, whatever is declared, unless there is a byte order mark', () => {
    const body = bytes('<meta charset=koi8-r>', { hex: 'cff0' });
    expect(sniffEncoding(body, 'text/html; charset=utf-8', 'windows-1251')).toBe('windows-1251');
    expect(sniffEncoding(bytes({ hex: 'efbbbf' }), null, 'windows-1251')).toBe('utf-8');
  });

  it('can be named by every name that a job takes', () => {
    for (const name of encodings) expect(decodeBody(bytes('a\0'), name)).not.toBe('');
  });

  it('is UTF-8 where a meta says UTF-16, since the meta could be read', () => {
    expect(sniffEncoding(bytes('<meta charset=utf-16>'), null)).toBe('utf-8');
    expect(sniffEncoding(bytes('<?xml version="1.0" encoding="utf-16"?>'), null)).toBe('utf-8');
  });

  const padding = `<!--${'x'.repeat(1100)}-->`;
  const declaration = '<meta charset=koi8-r>';

  it.each([
    ['a long comment', `<html><head>${padding}`],
    ['a long title', `<head><title>${'y'.repeat(2000)} <p></title>`],
    ['a long script', `<head><script>${'var a = "<p>";\n'.repeat(20_000)}</script>`],
    ['a long style', `<head><STYLE>${'a > b {}\n'.repeat(200)}</STYLE >`],
    ['many links', '<link rel=stylesheet href=a>'.repeat(100)],
  ])('is declared in the head behind %s', (_, before) => {
    expect(sniffEncoding(bytes(before, declaration, { hex: 'cff0' }), null)).toBe('koi8-r');
  });

  it.each([
    ['a paragraph', `<p>${padding}`],
    ['the end of the head', `<head></head>${padding}`],
    ['a picture for readers without scripts', `<noscript><img></noscript>${padding}`],
  ])('is not looked for behind %s and 1,024 bytes', (_, before) => {
    expect(sniffEncoding(bytes(before, declaration), null)).toBe('utf-8');
  });

  it.each(['script', 'style', 'title', 'textarea'])(
    'is not declared by the text of a %s',
    (name) => {
      expect(sniffEncoding(bytes(`<${name}>${declaration}</${name}>`), null)).toBe('utf-8');
    },
  );

  it.each(['utf8;', 'none', "'utf-8'", '', 'iso-2022-kr'])(
    'is not what the label %j says',
    (label) => {
      const body = bytes('<meta charset=koi8-r>');
      expect(sniffEncoding(body, `text/html; charset=${JSON.stringify(label)}`)).toBe('koi8-r');
    },
  );

  it.each(['utf8;', "'utf-8'", 'none', '', 'utf-8 utf-8', 'iso-2022-kr'])(
    'is not what a meta calls %j: the next source decides',
    (label) => {
      const meta = `<meta charset="${label}"><meta charset=koi8-r>`;
      expect(sniffEncoding(bytes(meta), null)).toBe('koi8-r');
      expect(sniffEncoding(bytes(meta), 'text/html; charset=big5')).toBe('big5');
    },
  );

  it('is guessed: UTF-8 where the bytes are valid UTF-8, windows-1252 otherwise', () => {
    expect(sniffEncoding(bytes('plain'), null)).toBe('utf-8');
    expect(sniffEncoding(bytes({ hex: 'c3bc' }), null)).toBe('utf-8');
    expect(sniffEncoding(bytes({ hex: 'fc' }), null)).toBe('windows-1252');
    expect(sniffEncoding(bytes(''), null)).toBe('utf-8');
  });

  it('is guessed where a meta stops in the middle', () => {
    expect(sniffEncoding(bytes('<meta http-equiv=content-type content="charset">'), null)).toBe(
      'utf-8',
    );
  });

  it('makes U+FFFD of bytes that it does not know', () => {
    expect(decoded(bytes('a', { hex: 'ff' }, 'b'), 'text/html; charset=utf-8')).toBe('a\ufffdb');
    expect(decoded(bytes({ hex: '93fa96' }), 'text/html; charset=shift_jis')).toBe('日\ufffd');
  });

  it('is the standard windows-1252 for every byte from 0x80 to 0x9F, under all its names', () => {
    const c1 = Buffer.from(Array.from({ length: 32 }, (_, index) => 0x80 + index));
    const expected = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
    for (const label of ['windows-1252', 'latin1', 'iso-8859-1', 'ascii', 'us-ascii']) {
      expect(decoded(c1, `text/html; charset=${label}`)).toBe(expected);
    }
  });
});
