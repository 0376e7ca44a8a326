/**
 * For tests: reads a cell like a spreadsheet, with a grammar that accepts more than the real ones. Returns
 * the kind of formula in the cell; null where it is a number, a phone number or text.
 */
export function formulaIn(cell: string): string | null {
  const text = cell.normalize('NFKC').replace(/^[\s\p{Cc}\p{Cf}"]+/u, '');
  if (!/^[=+\-@]/.test(text)) return null;
  const formula = new Formula(text.replace(/^=/, ''));
  if (!formula.parse()) return null;
  // Phone numbers may be sums to a spreadsheet; they are left unguarded nevertheless.
  const count = text.replace(/\D/g, '').length;
  if (/^\+[\d\s./()–-]+$/.test(text) && count >= 7 && count <= 15) return null;
  if (formula.runs) return 'runs';
  return formula.operators > 0 && !formula.names ? 'sum' : null;
}

class Formula {
  readonly #text: string;
  #at = 0;
  /** The formula has a call, a link or a reference. */
  runs = false;
  names = false;
  operators = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): boolean {
    return this.#sum() && this.#at === this.#text.length;
  }

  #take(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern.source, 'uy');
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (found === null) return null;
    this.#at = sticky.lastIndex;
    return found[0];
  }

  /** Values with operators between them; names and references next to each other are an intersection. */
  #sum(): boolean {
    for (;;) {
      this.#take(/\s*(?:[+\-@]\s*)*/);
      const kind = this.#value();
      if (kind === null) return false;
      this.#take(/(?:\s*%)*\s*/);
      if (this.#take(/<>|<=|>=|[+\-*/^&=<>:]/) !== null) this.operators++;
      else if (kind !== 'name' || !/^[\p{L}$']/u.test(this.#text.slice(this.#at))) return true;
    }
  }

  #value(): 'name' | 'other' | null {
    if (this.#take(/"(?:[^"]|"")*"|\{[^}]*\}|#[A-Z/0!?]+/) !== null) return 'other';
    if (this.#take(/'[^']*'!\$?\w+|\[[^\]]*\]\w*!\$?\w+/) !== null) return this.#ran('name');
    if (this.#take(/'[^']*'#\$?\w+\.\w+/) !== null) return this.#ran('name');
    if (this.#take(/[p{L}_][p{L}p{N}_.]*\|(?:'[^']*'|\w+)!\w+/) !== null) return this.#ran('other');
    if (this.#take(/[p{L}_][p{L}p{N}_.]*!\$?\w+/) !== null) return this.#ran('name');
    if (this.#take(/(?:[p{L}_][p{L}p{N}_.]*\s*)?\(/) !== null) {
      this.runs = true;
      do {
        this.#sum();
      } while (this.#take(/\s*[,;]\s*/) !== null);
      return this.#take(/\s*\)/) === null ? null : 'name';
    }
    if (this.#take(/\$?[A-Z]{1,3}\$?\d+(?![p{L}p{N}_.])/) !== null) return this.#ran('name');
    if (this.#take(/\d+:\d+/) !== null) return this.#ran('name');
    if (this.#take(/(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/) !== null) return 'other';
    if (this.#take(/[p{L}_\\][p{L}p{N}_.\\]*/) === null) return null;
    this.names = true;
    return 'name';
  }

  #ran<Kind>(kind: Kind): Kind {
    this.runs = true;
    return kind;
  }
}
