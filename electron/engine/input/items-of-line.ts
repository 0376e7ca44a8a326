import { hasBrokenLogin, maskLogins } from '../logins.ts';
import type { InputItem } from '../ports/input-reader.ts';
import { type Expansion, expandPattern, maxExpansion } from './expand-pattern.ts';
import { findUrls, maxLineLength, visible } from './find-urls.ts';
import { type AssumedScheme, toUrl } from './to-url.ts';

/** An item, with the scheme that was assumed, for the analysis. */
export interface LineItem extends InputItem {
  readonly assumed: AssumedScheme | null;
}

/** The content of a record of a list. */
export interface RecordContent {
  readonly kind: 'blank' | 'comment' | 'header' | 'texts';
  /** None, one, or one for every URL in the record or made by its patterns. */
  readonly items: Iterable<LineItem>;
  /** The unused part of the record, as a sentence; null if all of it is used. */
  readonly note: string | null;
  /** The number of URLs that its patterns make, or would make if patterns are off; 0 if it has none. */
  readonly patternUrls: number;
}

export interface Place {
  /** The line in the file or text on which the record begins, from 1. */
  readonly line: number;
  readonly carried: readonly string[];
}

/** The content of a record without items. */
export function contentWithout(
  kind: 'blank' | 'comment' | 'header',
  note: string | null = null,
): RecordContent {
  return { kind, items: [], note, patternUrls: 0 };
}

/** The content of a record that cannot be read, with the reason. */
export function contentNotRead(text: string, place: Place, problem: string): RecordContent {
  const items = [invalid(maskLogins(text).slice(0, maxShown), place, problem)];
  return { kind: 'texts', items, note: null, patternUrls: 0 };
}

const maxShown = 200;
const tooLong = 'the line is too long for a URL';
const brokenLogin =
  'the password in it holds a character that ends the host; write / as %2F, ? as %3F, # as %23, a blank as %20';
const moreWords = 'the other words of the line are not used';

/**
 * The content of a line of running text.
 *
 * @param expands whether `[1-9]` and `{a,b}` produce many URLs
 */
export function contentOfLine(text: string, place: Place, expands: boolean): RecordContent {
  if (text.length > maxLineLength) return contentNotRead(text, place, tooLong);
  if (hasBrokenLogin(text)) return contentNotRead(text, place, brokenLogin);
  const content = findUrls(text);
  if (content.kind !== 'texts') return contentWithout(content.kind);
  const note = content.hasMore ? moreWords : null;
  return contentOfTexts(content.texts, place, expands, note);
}

const twoUrls = /\s(?:["'(<[]*)https?:[/\\]/i;

/**
 * The content of the cell that holds the URL of a table's record: the whole cell, or if that is no URL, the
 * URLs in its text.
 */
export function contentOfCell(cell: string, place: Place, expands: boolean): RecordContent {
  if (cell.length > maxLineLength) return contentNotRead(cell, place, tooLong);
  const text = visible(cell);
  if (text === '') return contentNotRead('', place, 'there is no URL in this record');
  if (hasBrokenLogin(text)) return contentNotRead(text, place, brokenLogin);
  const isOne = !/[\n\r\t]/.test(text) && !twoUrls.test(text);
  const whole = isOne ? toUrl(text) : null;
  if (whole?.kind === 'url') return contentOfTexts([text], place, expands, null);
  const content = findUrls(text.replace(/[\n\r]+/g, ' '));
  if (content.kind !== 'texts')
    return contentNotRead(text, place, 'there is no URL in this record');
  const urls = content.texts.filter((found) => toUrl(found).kind === 'url');
  if (urls.length > 0 || !isOne) {
    const texts = urls.length > 0 ? urls : content.texts;
    const hasMore = content.hasMore || texts.length < content.texts.length;
    return contentOfTexts(texts, place, expands, hasMore ? moreWords : null);
  }
  // A pattern may be at a place where no URL has a bracket, such as in the name of the host.
  return contentOfTexts([text], place, expands, null);
}

function contentOfTexts(
  texts: readonly string[],
  place: Place,
  expands: boolean,
  note: string | null,
): RecordContent {
  const patterns = texts.map(expandPattern);
  const patternUrls = patterns.reduce(
    (sum, expansion) => sum + (expansion.kind === 'urls' ? expansion.count : 0),
    0,
  );
  const [first] = texts;
  if (texts.length === 1 && first !== undefined && (!expands || patterns[0]?.kind === 'none')) {
    return { kind: 'texts', items: [item(first, place)], note, patternUrls };
  }
  return {
    kind: 'texts',
    items: itemsOf(texts, expands ? patterns : [], place),
    note,
    patternUrls,
  };
}

function* itemsOf(
  texts: readonly string[],
  patterns: readonly Expansion[],
  place: Place,
): Generator<LineItem> {
  for (const [index, text] of texts.entries()) {
    const expansion = patterns[index] ?? { kind: 'none' };
    const problem = problemOf(expansion);
    if (problem !== null) yield invalid(text, place, problem);
    else if (expansion.kind === 'urls') {
      for (const one of expansion.texts()) yield item(one, place);
    } else yield item(text, place);
  }
}

function item(text: string, place: Place): LineItem {
  const result = toUrl(text);
  if (result.kind === 'invalid') return invalid(text, place, result.reason);
  const { url, key, host, login, assumed } = result;
  const { line, carried } = place;
  const item = { line, url, key, host, problem: null, assumed };
  if (login === null) return { ...item, text, carried };
  return { ...item, text: maskLogins(text), carried: carried.map(maskLogins), login };
}

function invalid(text: string, { line, carried }: Place, problem: string): LineItem {
  return {
    line,
    text: maskLogins(text),
    url: null,
    key: null,
    host: null,
    problem,
    carried: carried.map(maskLogins),
    assumed: null,
  };
}

function problemOf(expansion: Expansion): string | null {
  if (expansion.kind === 'too-many') {
    const count = expansion.count > 1e12 ? 'too many' : expansion.count.toLocaleString('en');
    return `the pattern stands for ${count} URLs; at most ${maxExpansion.toLocaleString('en')} are taken from a line`;
  }
  if (expansion.kind === 'backwards') return `the range ${expansion.range} runs backwards`;
  return null;
}
