/**
 * Text of strangers (a job's keys, selectors and lines, names of files and hosts, servers' words) for
 * places outside the page: terminal, native dialogs, log. There escape sequences would act, characters
 * that turn the direction of text would disguise it, and a megabyte would bury the rest.
 */

/** One line of at most `most` characters, "…" for the rest. Control characters become their symbols. */
export function plainText(text: string, most = 200): string {
  const shown = harmless(text.slice(0, most));
  return text.length > most ? `${shown}…` : shown;
}

/** Paths are longer than other values, and their end says most. */
export const mostOfPath = 1000;

/** A value inside a sentence. */
export const quoted = (text: string, most = 100): string => `"${plainText(text, most)}"`;

/** Text of several lines, each cut as by `plainText`; of more than `mostLines` the first. */
export function plainLines(text: string, most = 2000, mostLines = 60): string {
  const lines = text.split('\n', mostLines + 1);
  const shown = lines.slice(0, mostLines).map((line) => plainText(line.replace(/\r$/, ''), most));
  return [...shown, ...(lines.length > mostLines ? ['…'] : [])].join('\n');
}

/** As much as a terminal is to get of a table: all of it, line ends and tabs too. */
export const plainTable = (text: string): string =>
  text.replaceAll('\r', '').replace(/[^\n\t]+/g, harmless);

/** Joiners of emoji and of Persian and Indic words: the only format characters that change no more than looks. */
const joiners = '\u200c\u200d';
const acting = new RegExp(`[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]|(?![${joiners}])\\p{Cf}`, 'gu');

function harmless(text: string): string {
  return text.replace(acting, (character) => {
    const code = character.charCodeAt(0);
    if (character === '\t') return ' ';
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    if (/\p{Cf}/u.test(character)) return '';
    return /[\p{Zl}\p{Zp}]/u.test(character) ? ' ' : '\ufffd';
  });
}
