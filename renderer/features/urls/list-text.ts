import { Text } from '@codemirror/state';

/** The length that is cut at once: some milliseconds of work, far below a dropped frame. */
const cutChars = 262_144;

/** The length that is sent to main at once. */
export const pieceChars = 1_048_576;

export interface TextStep {
  readonly text: Text;
  /** The share that is done, from 0 to 1. */
  readonly done: number;
}

/**
 * A string as an editor's text, made in steps, so that the caller can give the page time between the steps.
 * Texts are trees that share their leaves: joining them is cheap.
 */
export function* textOfString(source: string): Generator<TextStep, Text> {
  let text = Text.empty;
  for (let from = 0; from < source.length; ) {
    const to = endOfStep(source, from);
    text = text.append(Text.of(source.slice(from, to).split(/\r\n?|\n/)));
    from = to;
    yield { text, done: from / source.length };
  }
  return text;
}

/** A line end of two characters must not be split: it would count as two. */
function endOfStep(source: string, from: number): number {
  const to = Math.min(source.length, from + cutChars);
  return source[to - 1] === '\r' && source[to] === '\n' ? to + 1 : to;
}

export interface Piece {
  readonly piece: number;
  readonly text: string;
  readonly last: boolean;
}

/** A text in pieces for `list.write`, each made on request. At least one piece. */
export function* piecesOf(text: Text, chars = pieceChars): Generator<Piece> {
  let piece = 0;
  for (let from = 0; from < text.length || piece === 0; piece += 1) {
    const to = endOfPiece(text, from, chars);
    yield { piece, text: text.sliceString(from, to, '\n'), last: to >= text.length };
    from = to;
  }
}

/** A character outside the basic plane must not be split: its halves would be written as garbage. */
function endOfPiece(text: Text, from: number, chars: number): number {
  const to = Math.min(text.length, from + chars);
  const next = to < text.length ? text.sliceString(to, to + 1).charCodeAt(0) : 0;
  return next >= 0xdc00 && next <= 0xdfff ? to + 1 : to;
}
