import { createMultibyteEncoder } from '@exodus/bytes/multi-byte.js';
import { createSinglebyteEncoder } from '@exodus/bytes/single-byte.js';
import { sentences } from './sentences.fixture.ts';

type Language = keyof typeof sentences;

const western = ['de', 'nl', 'fr', 'es', 'pt', 'it', 'ca', 'sv', 'da', 'no', 'fi'] as const;
const centralEuropean = ['pl', 'cs', 'sk', 'hu', 'hr', 'sl', 'ro'] as const;

/** The usual legacy encodings of pages, and the languages that were written in them. */
export const legacyEncodings = {
  'windows-1252': western,
  'windows-1250': centralEuropean,
  'iso-8859-2': centralEuropean,
  'windows-1251': ['ru', 'uk', 'bg'],
  'koi8-r': ['ru'],
  'koi8-u': ['uk'],
  'iso-8859-5': ['ru', 'bg'],
  ibm866: ['ru'],
  'windows-1253': ['el'],
  'iso-8859-7': ['el'],
  'windows-1254': ['tr'],
  'windows-1255': ['he'],
  'windows-1256': ['ar'],
  'windows-874': ['th'],
  shift_jis: ['ja'],
  'euc-jp': ['ja'],
  'iso-2022-jp': ['ja'],
  gbk: ['zh'],
  big5: ['zhTw'],
  'euc-kr': ['ko'],
} as const satisfies Readonly<Record<string, readonly Language[]>>;

export type LegacyEncoding = keyof typeof legacyEncodings;

export interface LegacyPage {
  readonly language: Language;
  readonly text: string;
  readonly body: Uint8Array;
}

const multibyte = new Set<LegacyEncoding>([
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'gbk',
  'big5',
  'euc-kr',
]);

/** The bytes of a text; the encoding must have all its characters. */
export function encodeAs(encoding: LegacyEncoding, text: string): Uint8Array {
  return multibyte.has(encoding)
    ? createMultibyteEncoder(encoding)(text)
    : createSinglebyteEncoder(encoding)(text);
}

/**
 * Pages that declare nothing, from one sentence without anything around it to six sentences between
 * English navigation and scripts: for each language, each of its sentences comes first in some.
 */
export function legacyPages(encoding: LegacyEncoding): readonly LegacyPage[] {
  return legacyEncodings[encoding].flatMap((language: Language) =>
    sentences[language].flatMap((_, first) =>
      [1, 2, 3, 6].map((count) => {
        const written = [...sentences[language], ...sentences[language]].slice(
          first,
          first + count,
        );
        // Encodings that are older than typographic apostrophes have only the one of typewriters.
        const plain =
          encoding === 'windows-1252' ? written : written.map((text) => text.replaceAll('’', "'"));
        const text = pageOf(plain, count % 2 === 0);
        return { language, text, body: encodeAs(encoding, text) };
      }),
    ),
  );
}

function pageOf(written: readonly string[], inEnglish: boolean): string {
  const [title = ''] = written;
  const around = inEnglish
    ? [
        '<nav><a href="/">Home</a> <a href="/contact">Contact</a></nav><script>var page = {"id": 1};</script>',
        '<footer>Copyright 2004 Example Ltd.</footer>',
      ]
    : ['', ''];
  const paragraphs = written.map((sentence) => `<p>${sentence}</p>`).join('\n');
  return `<html><head><title>${title}</title></head><body>${around[0]}<h1>${title}</h1>\n${paragraphs}${around[1]}</body></html>`;
}
