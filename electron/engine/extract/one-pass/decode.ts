import { type Token, Tokenizer, TokenizerMode } from 'parse5';
import { assertNever } from '#shared/assert-never.ts';

/*
 * All but the usual character references are decoded by parse5's own tokenizer, so that the results are those
 * of a tree. Only texts that a field takes are decoded here.
 */

/**
 * The states of the standard's tokenizer (13.2.5) in which text is read; `raw`: the text of scripts and the
 * like.
 */
export type TextKind = 'data' | 'cdata' | 'rcdata' | 'raw' | 'plaintext';

/**
 * A text of a page as the tokenizer returns it. NUL becomes U+FFFD except in `data` and `cdata`, where it
 * depends on the place.
 */
export function decodeText(source: string, kind: TextKind): string {
  const text = normalized(source);
  switch (kind) {
    case 'data':
      return decoded(text) ?? tokenized(text, TokenizerMode.DATA);
    case 'cdata':
      return text;
    case 'rcdata':
      return withoutNul(decoded(text) ?? tokenized(text, TokenizerMode.RCDATA));
    case 'raw':
    case 'plaintext':
      return withoutNul(text);
    default:
      return assertNever(kind);
  }
}

/** An attribute's value, passed with its quotation marks if it has some. */
export function decodeValue(quoted: string): string {
  const text = normalized(quoted);
  const value = decoded(text);
  if (value === null) return tokenizedValue(text);
  const first = text.charCodeAt(0);
  return withoutNul(first === 0x22 || first === 0x27 ? value.slice(1, -1) : value);
}

/** The decoded text if it has only the references that nearly all texts have; null: there are others. */
function decoded(text: string): string | null {
  if (!text.includes('&')) return text;
  if (/&(?!(?:amp|quot|lt|gt|#39);)/.test(text)) return null;
  return text.replace(/&(?:amp|quot|lt|gt|#39);/g, (reference) => usual[reference] ?? reference);
}
const usual: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
};

/** 13.2.3.5: line ends are line feeds. */
function normalized(source: string): string {
  return source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
}

function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}

const nothing = (): void => undefined;
const silent = {
  onComment: nothing,
  onDoctype: nothing,
  onStartTag: nothing,
  onEndTag: nothing,
  onEof: nothing,
};

function tokenized(text: string, state: Tokenizer['state']): string {
  let decoded = '';
  const add = ({ chars }: Token.CharacterToken) => {
    decoded += chars;
  };
  const events = { ...silent, onCharacter: add, onNullCharacter: add, onWhitespaceCharacter: add };
  const tokenizer = new Tokenizer({}, events);
  tokenizer.state = state;
  tokenizer.write(text, true);
  return decoded;
}

function tokenizedValue(quoted: string): string {
  let value = '';
  const onStartTag = ({ attrs }: Token.TagToken) => {
    value = attrs[0]?.value ?? '';
  };
  const events = {
    ...silent,
    onStartTag,
    onCharacter: nothing,
    onNullCharacter: nothing,
    onWhitespaceCharacter: nothing,
  };
  new Tokenizer({}, events).write(`<a b=${quoted}>`, true);
  return value;
}
