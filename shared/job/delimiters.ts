/* Separate from the schema, so that the thread that reads lists need not load its library. */

/** The most columns that are carried through a run: each is a column of its file. */
export const maxCarried = 500;

const characters: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
  none: '',
};

/** The character of a delimiter, given by its name or as the character. */
export function delimiterCharacter(delimiter: string): string {
  return characters[delimiter] ?? delimiter;
}

/** The name of a delimiter, for a job file and for people; a delimiter without a name is returned unchanged. */
export function delimiterName(character: string): string {
  return Object.keys(characters).find((name) => characters[name] === character) ?? character;
}
