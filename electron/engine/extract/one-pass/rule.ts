import type { Contents } from './tokenizer.ts';

/** A rule has changed the insertion mode, and the tag is for the rules of the new one. */
export const again = 'again';

/** What follows a start tag. */
export type Next = Contents | typeof again;
