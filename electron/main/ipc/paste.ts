import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

/** The page converts a piece to editor text in a few milliseconds. */
const pieceChars = 262_144;

/**
 * Two pastes may be under way if one quickly follows another. A crashed page does not end its pastes: they
 * are dropped when new ones come.
 */
const mostHeld = 2;

/**
 * The pasted text, read here and not by the page, which Chromium would block until it has all of it. The rest
 * of a long text is kept until the page requests it.
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
  // The clipboard's string has two bytes for each character. In the copy ASCII has one, here and in the page.
  const piece = Buffer.from(text.slice(from, to)).toString();
  return { text: piece, next: to < text.length ? to : null };
}

/** Neither a line end nor a character of two units may be split. */
function endOfPiece(text: string, from: number): number {
  const to = Math.min(text.length, from + pieceChars);
  return /^(?:\r\n|[\ud800-\udbff][\udc00-\udfff])$/.test(text.slice(to - 1, to + 1)) ? to + 1 : to;
}
