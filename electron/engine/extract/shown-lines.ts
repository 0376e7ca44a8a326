/**
 * Puts text together with the ends of lines that a browser shows, after the HTML standard's `innerText`
 * (section 3.2.7): a line of its own for a block, a blank line around a paragraph, a tab between the cells of
 * a row. Blanks are collapsed as in CSS, and left out at both ends of a line.
 */
export class ShownLines {
  #text = '';
  /** Line ends that are due before the next text; none is shown before the first. */
  #dueLineEnds = 0;
  #dueBlank = false;

  /** Adds text of which each run of blanks and line ends counts as one blank. */
  add(data: string): void {
    const text = data.replaceAll('\ufeff', '').replace(/[ \t\n\f\r]+/g, ' ');
    if (text === '') return;
    this.#dueBlank ||= text.startsWith(' ');
    const words = text.replace(/^ | $/g, '');
    if (words === '') return;
    // The no-break space is a blank here as in `text`, but it is not left out.
    this.#write(words.replaceAll('\u00a0', ' '));
    this.#dueBlank = text.endsWith(' ');
  }

  /** Adds text with its blanks and line ends as they are. */
  addAsWritten(data: string): void {
    if (data === '') return;
    this.#write(data.replace(/\r\n?/g, '\n'));
  }

  /** Ends the line, also an empty one. */
  end(): void {
    this.#write('\n');
  }

  endCell(): void {
    this.#write('\t');
  }

  /** Ensures that this many line ends are between the texts before and behind. */
  endAtLeast(count: number): void {
    this.#dueLineEnds = Math.max(this.#dueLineEnds, count);
  }

  toString(): string {
    return this.#text.replace(/^\n+/, '').trimEnd();
  }

  #write(text: string): void {
    if (this.#dueLineEnds > 0) {
      if (this.#text !== '') this.#text += '\n'.repeat(this.#dueLineEnds);
      this.#dueLineEnds = 0;
    } else if (this.#dueBlank && !/[\n\t]$|^$/.test(this.#text) && !/^[\n\t]/.test(text)) {
      this.#text += ' ';
    }
    this.#dueBlank = false;
    this.#text += text;
  }
}
