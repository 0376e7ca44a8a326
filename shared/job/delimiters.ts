/* Apart from the schema, whose library the thread that reads lists need not load. */

/** More columns than this are not carried through a run: each is a column of its file. */
export const maxCarried = 500;

const characters: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
  none: '',
};

/** The character of a delimiter, by its name or by itself. */
export function delimiterCharacter(delimiter: string): string {
  return characters[delimiter] ?? delimiter;
}

/** The name of a delimiter, for a job file and for people; one without a name is itself. */
export function delimiterName(character: string): string {
  return Object.keys(characters).find((name) => characters[name] === character) ?? character;
}
