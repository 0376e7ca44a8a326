import type { Contents } from './tokenizer.ts';

/** A rule has changed the insertion mode, and the tag is processed again by the rules of the new one. */
export const again = 'again';

/** The result of the rule for a start tag. */
export type Next = Contents | typeof again;
