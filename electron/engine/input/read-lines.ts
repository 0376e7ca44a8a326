import type { TextPiece } from '../../files/read-text.ts';
import { maxLineLength } from './find-urls.ts';

export interface LinePiece {
  readonly lines: readonly string[];
  readonly bytes: number;
}

/**
 * Lines out of pieces of text; CR, LF and CRLF all end one. A line of megabytes is held in parts and cut, so
 * that the time is linear in its length.
 */
export async function* readLines(pieces: AsyncIterable<TextPiece>): AsyncGenerator<LinePiece> {
  let parts: string[] = [];
  let held = 0;
  let endedInCr = false;
  let bytes = 0;
  for await (const piece of pieces) {
    bytes = piece.bytes;
    // A CRLF may be cut in two by the end of a piece; its CR has ended the line already.
    const text = endedInCr && piece.text.startsWith('\n') ? piece.text.slice(1) : piece.text;
    if (piece.text !== '') endedInCr = piece.text.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    const last = lines.pop() ?? '';
    if (lines.length > 0) {
      lines[0] = parts.join('') + (lines[0] ?? '');
      parts = [];
      held = 0;
      yield { lines, bytes };
    }
    if (held <= maxLineLength) parts.push(last);
    held += last.length;
  }
  const rest = parts.join('');
  if (rest !== '') yield { lines: [rest], bytes };
}
