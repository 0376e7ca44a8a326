import type { Tokenizer } from 'htmlparser2';

type Tokens = ConstructorParameters<typeof Tokenizer>[1];

const nothing = (): void => undefined;

/** Ignores all tokens that htmlparser2's Tokenizer reports; its users replace the callbacks that they need. */
export const silentTokens: Tokens = {
  onattribdata: nothing,
  onattribend: nothing,
  onattribentity: nothing,
  onattribname: nothing,
  oncdata: nothing,
  onclosetag: nothing,
  oncomment: nothing,
  ondeclaration: nothing,
  onend: nothing,
  onopentagend: nothing,
  onopentagname: nothing,
  onprocessinginstruction: nothing,
  onselfclosingtag: nothing,
  ontext: nothing,
  ontextentity: nothing,
};
