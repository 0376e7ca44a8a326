import { Tokenizer } from 'htmlparser2';
import { decodeBody } from './charset.ts';
import type { RawPage } from './raw-page.ts';
import { silentTokens } from './silent-tokens.ts';

/** A page with more characters than this has something to say without its scripts. */
const fewCharacters = 200;
/** A page without a word up to here is a frame around data for its scripts. */
const mostRead = 262_144;
/** What the elements hold is no text that a browser with scripts shows on the page. */
const unseen: ReadonlySet<string> = new Set(['noscript', 'script', 'style', 'template', 'title']);

/**
 * Whether a page of HTML has scripts and hardly a word beside them: a frame that its scripts fill. It says
 * nothing of pages whose scripts only add to what is there.
 */
export function needsScript({ body }: Pick<RawPage, 'body'>, encoding: string): boolean {
  const html = decodeBody(body.subarray(0, mostRead), encoding);
  let hasScript = false;
  let characters = 0;
  let unseenIn: string | null = null;
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ...silentTokens,
      onopentagname(start, end) {
        const name = html.slice(start, end).toLowerCase();
        if (name === 'script') hasScript = true;
        if (unseenIn === null && unseen.has(name)) unseenIn = name;
      },
      onclosetag(start, end) {
        if (unseenIn !== null && html.slice(start, end).toLowerCase() === unseenIn) unseenIn = null;
      },
      ontext(start, end) {
        if (unseenIn !== null) return;
        for (let at = start; at < end && characters <= fewCharacters; at++) {
          if (html.charCodeAt(at) > 32) characters += 1;
        }
        if (characters > fewCharacters) tokenizer.pause();
      },
    },
  );
  tokenizer.write(html);
  if (characters <= fewCharacters) tokenizer.end();
  return hasScript && characters <= fewCharacters;
}
