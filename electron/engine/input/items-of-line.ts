import { hasBrokenLogin, maskLogins } from '../logins.ts';
import type { InputItem } from '../ports.ts';
import { type Expansion, expandPattern, maxExpansion } from './expand-pattern.ts';
import { findUrls, maxLineLength } from './find-urls.ts';
import { toUrl } from './to-url.ts';

/** An item, with what the analysis wants to know besides. */
export interface LineItem extends InputItem {
  readonly assumedHttps: boolean;
}

/** The items of one line of a list: none, one, or one for every URL that its patterns stand for. */
export function* itemsOfLine(
  text: string,
  line: number,
  carried: readonly string[] = [],
): Generator<LineItem> {
  if (text.length > maxLineLength) {
    yield invalid(text.slice(0, 200), line, carried, 'the line is too long for a URL');
    return;
  }
  if (hasBrokenLogin(text)) {
    yield invalid(text, line, carried, brokenLogin);
    return;
  }
  for (const found of findUrls(text)) yield* itemsOfText(found, line, carried);
}

const brokenLogin =
  'the password in it holds a character that ends the host; write / as %2F, ? as %3F, # as %23, a blank as %20';

function* itemsOfText(text: string, line: number, carried: readonly string[]): Generator<LineItem> {
  const expansion = expandPattern(text);
  const problem = problemOf(expansion);
  if (problem !== null) yield invalid(text, line, carried, problem);
  else if (expansion.kind === 'urls') {
    for (const one of expansion.texts()) yield item(one, line, carried);
  } else yield item(text, line, carried);
}

function item(text: string, line: number, carried: readonly string[]): LineItem {
  const result = toUrl(text);
  if (result.kind === 'invalid') return invalid(text, line, carried, result.reason);
  const { url, key, host, login, assumedHttps } = result;
  const item = { line, url, key, host, problem: null, assumedHttps };
  if (login === null) return { ...item, text, carried };
  return { ...item, text: maskLogins(text), carried: carried.map(maskLogins), login };
}

/** The item of a CSV record: a record without a URL is no blank line, so it is not left out. */
export function* itemsOfRecord(
  cell: string,
  line: number,
  carried: readonly string[],
): Generator<LineItem> {
  if (findUrls(cell).length > 0) yield* itemsOfLine(cell, line, carried);
  else yield invalid(cell.slice(0, 200), line, carried, 'there is no URL in this record');
}

function invalid(
  text: string,
  line: number,
  carried: readonly string[],
  problem: string,
): LineItem {
  return {
    line,
    text: maskLogins(text),
    url: null,
    key: null,
    host: null,
    problem,
    carried: carried.map(maskLogins),
    assumedHttps: false,
  };
}

function problemOf(expansion: Expansion): string | null {
  if (expansion.kind === 'too-many') {
    return `the pattern stands for ${expansion.count.toLocaleString('en')} URLs; at most ${maxExpansion.toLocaleString('en')} are taken from a line`;
  }
  if (expansion.kind === 'backwards') return `the range ${expansion.range} runs backwards`;
  return null;
}
