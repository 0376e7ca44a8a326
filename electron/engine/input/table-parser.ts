/** One record of a table. */
export interface TableRecord {
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** The line on which it ends: later than `line` if a cell has line breaks. */
  readonly lastLine: number;
  readonly cells: readonly string[];
  /**
   * unclosed: a quotation mark was opened and the file ended. too-long: more than `maxRecordChars`, of which
   * only the beginning was kept. stray: a cell with line breaks continued behind its closing quotation mark,
   * as happens when two inch marks enclose the text between them.
   */
  readonly flaw: 'unclosed' | 'too-long' | 'stray' | null;
}

/** A spreadsheet takes 32,767 characters in a cell; more than this is no record but an unclosed quotation. */
export const maxRecordChars = 1_000_000;

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

type State = 'record' | 'cell' | 'plain' | 'quoted' | 'behind-quote';

/**
 * Records out of a table's text, piece by piece, read as Python's csv module (not strict) and Excel read
 * them: a cell that begins with a quotation mark extends, over line ends, to the next single one; text behind
 * that mark up to the delimiter still belongs to the cell; a mark inside other cells is literal; CR, LF and
 * CRLF all end a record, also mixed. Every character is read once.
 *
 * A blank line yields a record without cells.
 */
export class TableParser {
  readonly #delimiter: number;
  #state: State = 'record';
  #cells: string[] = [];
  #cell = '';
  /** The number of characters of the record so far. */
  #held = 0;
  #flaw: TableRecord['flaw'] = null;
  #line = 1;
  #firstLine = 1;
  /** The cell has a line break within quotation marks. */
  #hasBreak = false;
  /** The last character within quotation marks was a line end. */
  #endedLine = false;
  /** The last character was a CR: an LF that follows belongs to it. */
  #afterCr = false;

  /** @param delimiter one character, or none for a table of one column */
  constructor(delimiter: string) {
    this.#delimiter = delimiter === '' ? -1 : delimiter.charCodeAt(0);
  }

  /** The records that `text` ends. */
  push(text: string): TableRecord[] {
    const records: TableRecord[] = [];
    const { length } = text;
    let at = 0;
    while (at < length) {
      const sign = text.charCodeAt(at);
      if (this.#afterCr) {
        this.#afterCr = false;
        if (sign === lineFeed) {
          if (this.#state === 'quoted') this.#take('\n');
          at += 1;
          continue;
        }
      }
      if (this.#state === 'quoted') {
        at = this.#quoted(text, at);
      } else if (sign === lineFeed || sign === carriageReturn) {
        this.#endRecord(records);
        this.#line += 1;
        this.#firstLine = this.#line;
        this.#afterCr = sign === carriageReturn;
        at += 1;
      } else if (sign === this.#delimiter) {
        this.#endCell();
        this.#state = 'cell';
        at += 1;
      } else if (sign === quote && this.#state !== 'plain') {
        if (this.#state === 'behind-quote') this.#take('"');
        this.#state = 'quoted';
        at += 1;
      } else {
        at = this.#plain(text, at);
      }
    }
    return records;
  }

  /** The last record, if the text does not end in a line end. */
  end(): TableRecord[] {
    const records: TableRecord[] = [];
    if (this.#state === 'record') return records;
    if (this.#state === 'quoted') {
      this.#flaw ??= 'unclosed';
      // Behind the last line end there is no line.
      if (this.#endedLine) this.#line -= 1;
    }
    this.#endRecord(records);
    return records;
  }

  /** Reads to the end of a part without quotation marks; returns its position. */
  #plain(text: string, from: number): number {
    if (this.#state === 'behind-quote' && this.#hasBreak) this.#flaw ??= 'stray';
    this.#state = 'plain';
    let at = from + 1;
    for (; at < text.length; at += 1) {
      const sign = text.charCodeAt(at);
      if (sign === this.#delimiter || sign === lineFeed || sign === carriageReturn) break;
    }
    this.#take(text.slice(from, at));
    return at;
  }

  #quoted(text: string, from: number): number {
    const found = text.indexOf('"', from);
    const end = found < 0 ? text.length : found;
    this.#countBreaks(text, from, end);
    this.#endedLine = /[\r\n]/.test(text.charAt(end - 1));
    this.#take(text.slice(from, end));
    if (found < 0) return end;
    this.#state = 'behind-quote';
    return end + 1;
  }

  #countBreaks(text: string, from: number, end: number): void {
    for (let at = from; at < end; at += 1) {
      const sign = text.charCodeAt(at);
      if (sign !== lineFeed && sign !== carriageReturn) continue;
      this.#line += 1;
      this.#hasBreak = true;
      if (sign === carriageReturn) {
        if (at + 1 === text.length) this.#afterCr = true;
        else if (text.charCodeAt(at + 1) === lineFeed) at += 1;
      }
    }
  }

  #take(text: string): void {
    this.#held += text.length;
    if (this.#held <= maxRecordChars) this.#cell += text;
    else this.#flaw = 'too-long';
  }

  #endCell(): void {
    this.#held += 1;
    if (this.#held > maxRecordChars) this.#flaw = 'too-long';
    else this.#cells.push(this.#cell);
    this.#cell = '';
    this.#hasBreak = false;
  }

  #endRecord(records: TableRecord[]): void {
    if (this.#state !== 'record') this.#endCell();
    records.push({
      line: this.#firstLine,
      lastLine: this.#line,
      cells: this.#cells,
      flaw: this.#flaw,
    });
    this.#cells = [];
    this.#held = 0;
    this.#flaw = null;
    this.#state = 'record';
  }
}
