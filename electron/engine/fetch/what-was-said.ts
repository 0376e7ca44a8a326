import { Tokenizer } from 'htmlparser2';
import { shortened } from '#shared/format.ts';
import { decodeBody, sniffEncoding } from '../page/charset.ts';
import { documentKind } from '../page/document-kind.ts';
import { silentTokens } from '../page/silent-tokens.ts';
import { undoCodings } from './content-coding.ts';

/** The number of bytes of the body of a failed page that are read, both before and after decoding. */
export const mostSaidBytes = 65_536;
const mostUnpackedBytes = 1_048_576;
const mostCharacters = 200;

/** The text of these elements is not visible. */
const unseen: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'svg']);

/**
 * The message of a server in the page of a failure: the title, else the beginning of its text; null if
 * there is none. The time is linear in the length of the body, whatever its content.
 *
 * @param body its beginning
 */
export async function whatWasSaid(
  body: Uint8Array,
  contentEncoding: string | undefined,
  contentType: string | null,
): Promise<string | null> {
  const decoded = await undoCodings(body, contentEncoding, mostUnpackedBytes);
  if (decoded.kind === 'failed') return null;
  const bytes = decoded.body.subarray(0, mostSaidBytes);
  const encoding = sniffEncoding(bytes, contentType);
  const kind = documentKind(bytes, contentType, encoding);
  if (kind === 'binary') return null;
  const text = decodeBody(bytes, encoding);
  const said = plain(kind === 'text' ? text : titleOrText(text));
  return said === '' ? null : said;
}

/** A tree is not needed, and would take long for deeply nested elements. */
function titleOrText(html: string): string {
  const parts = { title: '', text: '' };
  /** The element whose text is skipped, and whether the text of the title is being read. */
  let unseenIn: string | null = null;
  let into: 'title' | 'text' = 'text';
  const add = (text: string): void => {
    if (unseenIn === null && parts[into].length < mostSaidBytes) parts[into] += text;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...silentTokens,
      ontext: (start, end) => add(html.slice(start, end)),
      ontextentity: (codepoint) => add(String.fromCodePoint(codepoint)),
      onopentagname: (start, end) => {
        const name = html.slice(start, end).toLowerCase();
        if (unseenIn === null && unseen.has(name)) unseenIn = name;
        if (name === 'title') into = 'title';
        else add(' ');
      },
      onclosetag: (start, end) => {
        const name = html.slice(start, end).toLowerCase();
        if (name === unseenIn) unseenIn = null;
        if (name === 'title') into = 'text';
      },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return plain(parts.title) === '' ? parts.text : parts.title;
}

/** One line, without characters that are invisible or change the direction of the text. */
function plain(text: string): string {
  const line = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\ufffd]/gu, '')
    .trim();
  return shortened(line, mostCharacters);
}
