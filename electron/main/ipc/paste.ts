import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

/** The page makes editor text of a piece in a few milliseconds. */
const pieceChars = 262_144;

interface Held {
  readonly pasteId: number;
  readonly text: string;
}

/**
 * What is pasted, read here rather than by the page, which Chromium would hold up until it has all of
 * it. The rest of a long text is held while the page asks for it.
 */
export function pasteHandlers({ clipboard }: HandlerParts): DomainHandlers<'paste'> {
  let held: Held | null = null;
  let lastId = 0;
  return {
    'paste.take': async ({ from }) => {
      lastId += 1;
      const pasteId = lastId;
      const text = await clipboard.readText(from);
      const first = pieceOf(text, 0);
      if (first.next !== null) held = { pasteId, text };
      return { pasteId, chars: text.length, ...first };
    },
    'paste.read': ({ pasteId, offset }) => {
      if (held?.pasteId !== pasteId) {
        throw new TrawlError('NOT_FOUND', 'The text is not there any more. Paste it again.');
      }
      return pieceOf(held.text, offset);
    },
    'paste.end': ({ pasteId }) => {
      if (held?.pasteId === pasteId) held = null;
      return undefined;
    },
  };
}

function pieceOf(text: string, from: number): { text: string; next: number | null } {
  const to = endOfPiece(text, from);
  // The clipboard gives two bytes a character. Made anew, ASCII has one, here and in the page.
  const piece = Buffer.from(text.slice(from, to)).toString();
  return { text: piece, next: to < text.length ? to : null };
}

/** Neither a line end nor a character of two units may come apart. */
function endOfPiece(text: string, from: number): number {
  const to = Math.min(text.length, from + pieceChars);
  return /^(?:\r\n|[\ud800-\udbff][\udc00-\udfff])$/.test(text.slice(to - 1, to + 1)) ? to + 1 : to;
}
