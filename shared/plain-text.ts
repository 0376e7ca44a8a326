import { shortened } from './format.ts';

/**
 * Text of strangers (a job's keys, selectors and lines, names of files and hosts, servers' words) for places
 * outside the page: terminal, native dialogs, log. There, escape sequences would take effect, characters that
 * change the direction of text would disguise it, and a megabyte of text would hide the rest.
 */

/** One line of at most `most` characters, with "…" for the rest. Control characters become visible symbols. */
export const plainText = (text: string, most = 200): string => harmless(shortened(text, most));

/** The most characters of a path that are shown: paths are longer than other values. */
export const mostOfPath = 1000;

/** A value for use inside a sentence. */
export const quoted = (text: string, most = 100): string => `"${plainText(text, most)}"`;

/** Text of several lines, each cut as by `plainText`; only the first `mostLines` lines are kept. */
export function plainLines(text: string, most = 2000, mostLines = 60): string {
  const lines = text.split('\n', mostLines + 1);
  const shown = lines.slice(0, mostLines).map((line) => plainText(line.replace(/\r$/, ''), most));
  return [...shown, ...(lines.length > mostLines ? ['…'] : [])].join('\n');
}

/** A table for a terminal: it is not cut, and its line ends and tabs are kept. */
export const plainTable = (text: string): string =>
  text.replaceAll('\r', '').replace(/[^\n\t]+/g, harmless);

/** The format characters that are kept: emoji, Persian and Indic words contain them. */
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
