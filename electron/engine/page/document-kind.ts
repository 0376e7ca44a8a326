/** The format as which a body is read. `binary`: it holds nothing that fields could be taken from. */
export type DocumentKind = 'html' | 'xml' | 'text' | 'binary';

/**
 * Decides by the declared type and, since servers often declare it wrongly, by the first bytes (after the
 * MIME Sniffing standard). XHTML is XML if its type says so, as in browsers.
 */
export function documentKind(
  body: Uint8Array,
  contentType: string | null,
  encoding: string,
): DocumentKind {
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 1024));
  const head = bytes.toString('latin1');
  if (signatures.test(head)) return 'binary';
  const start = head.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  const markup = /^<[a-z!?/]/i.test(start);
  if (!markup && !encoding.startsWith('utf-16') && looksBinary(bytes)) return 'binary';

  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/html') return feed.test(start) ? 'xml' : 'html';
  if (type.endsWith('+xml') || type === 'text/xml' || type === 'application/xml') return 'xml';
  if (/^<(?:!doctype html|html)\b/i.test(start)) return 'html';
  if (textTypes.test(type)) return 'text';
  if (binaryTypes.test(type)) return 'binary';
  return start.startsWith('<?xml') || feed.test(start) ? 'xml' : 'html';
}

/** RSS, Atom or RDF, behind declarations and comments; servers often declare them as HTML. */
const feed =
  /^(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!doctype\s+rss[^>]*>\s*)*<(?:rss|feed|rdf:rdf)[\s>]/is;

const textTypes =
  /^text\/|^application\/(?:.*\+)?(?:json|javascript|x-javascript|ndjson|yaml|sql)$/;
const binaryTypes = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|vnd\.|msword)/;

/** The first bytes of kinds of files that are sometimes served as if they were pages. */
const signatures = new RegExp(
  [
    '%PDF-',
    '\\x89PNG\\r\\n\\x1a\\n',
    'GIF8[79]a',
    '\\xff\\xd8\\xff',
    'RIFF.{4}(?:WEBP|WAVE|AVI )',
    'PK\\x03\\x04',
    '\\x1f\\x8b\\x08',
    'Rar!\\x1a\\x07',
    '7z\\xbc\\xaf\\x27\\x1c',
    'BZh[1-9]1AY&SY',
    '\\xfd7zXZ\\x00',
    '\\x28\\xb5\\x2f\\xfd',
    '\\xd0\\xcf\\x11\\xe0\\xa1\\xb1\\x1a\\xe1',
    'OggS\\x00',
    'ID3[\\x02-\\x04]',
    'fLaC\\x00',
    '\\x1aE\\xdf\\xa3',
    '.{4}ftyp[a-zA-Z0-9]',
    'wOF[2F]\\x00',
    '\\x7fELF',
    '\\x00asm\\x01',
    'SQLite format 3\\x00',
  ]
    .map((signature) => `^${signature}`)
    .join('|'),
  's',
);

/**
 * Bytes that never occur in text are a tenth of random or compressed bytes. A few of them occur in real
 * pages, so that the limit is one in twenty.
 */
function looksBinary(bytes: Uint8Array): boolean {
  let count = 0;
  for (const byte of bytes) if (byte < 0x20 && !((textControls >> byte) & 1)) count++;
  return count > 1 && count * 20 > bytes.length;
}

/** Tab, line feed, form feed, carriage return and escape (of ISO-2022-JP), one bit each. */
const textControls = (1 << 0x09) | (1 << 0x0a) | (1 << 0x0c) | (1 << 0x0d) | (1 << 0x1b);
