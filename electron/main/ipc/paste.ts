import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

/** The page makes editor text of a piece in a few milliseconds. */
const pieceChars = 262_144;

/**
 * Two pastes may be under way, where one is quick to follow another. A page that crashed ends none of
 * its own: they go as others come.
 */
const mostHeld = 2;

/**
 * What is pasted, read here rather than by the page, which Chromium would hold up until it has all of
 * it. The rest of a long text is held while the page asks for it.
 */
export function pasteHandlers({ clipboard }: HandlerParts): DomainHandlers<'paste'> {
  const held = new Map<number, string>();
  let lastId = 0;
  return {
    'paste.take': async ({ from }) => {
      lastId += 1;
      const pasteId = lastId;
      const text = await clipboard.readText(from);
      const first = pieceOf(text, 0);
      if (first.next !== null) held.set(pasteId, text);
      const [oldest] = held.keys();
      if (oldest !== undefined && held.size > mostHeld) held.delete(oldest);
      return { pasteId, chars: text.length, ...first };
    },
    'paste.read': ({ pasteId, offset }) => {
      const text = held.get(pasteId);
      if (text === undefined) {
        throw new TrawlError('NOT_FOUND', 'The text is not there any more. Paste it again.');
      }
      return pieceOf(text, offset);
    },
    'paste.end': ({ pasteId }) => {
      held.delete(pasteId);
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
