/** A token of a script. Comments, blanks, numbers, templates and regular expressions are passed over. */
export interface ScriptToken {
  readonly kind: 'name' | 'string' | 'sign';
  /** A name or a sign as it stands there; for a string its quotation mark. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const name = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const digits = /[0-9][\w.]*/y;
/** Behind these words a slash begins a regular expression. */
const beforeValue =
  /^(?:return|typeof|case|in|of|delete|void|do|else|instanceof|new|throw|yield|await)$/;

/**
 * The tokens of a script, as far as they are needed to tell code from strings and comments. Never throws: a
 * string without an end is passed over to the end of its line.
 */
export function* scriptTokens(code: string): Generator<ScriptToken> {
  let at = 0;
  // Whether a slash would divide here.
  let behindValue = false;
  while (at < code.length) {
    const sign = code[at] ?? '';
    if (/\s/.test(sign)) {
      at += 1;
    } else if (code.startsWith('//', at)) {
      at = behind(code, '\n', at + 2);
    } else if (code.startsWith('/*', at)) {
      at = behind(code, '*/', at + 2);
    } else if (sign === '"' || sign === "'" || sign === '`') {
      const end = endOfString(code, at, sign);
      if (sign !== '`') yield { kind: 'string', text: sign, start: at, end };
      at = end;
      behindValue = true;
    } else if (sign === '/' && !behindValue) {
      at = endOfExpression(code, at);
      behindValue = true;
    } else {
      const word = matchAt(name, code, at);
      const length = word?.length ?? matchAt(digits, code, at)?.length;
      if (word !== null) yield { kind: 'name', text: word, start: at, end: at + word.length };
      if (length === undefined) yield { kind: 'sign', text: sign, start: at, end: at + 1 };
      behindValue =
        word === null ? length !== undefined || /[)\]}]/.test(sign) : !beforeValue.test(word);
      at += length ?? 1;
    }
  }
}

function matchAt(pattern: RegExp, code: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(code)?.[0] ?? null;
}

function behind(code: string, mark: string, from: number): number {
  const found = code.indexOf(mark, from);
  return found < 0 ? code.length : found + mark.length;
}

/** Templates are passed as a whole: nested ones in their `${…}` count as their end and a new beginning. */
function endOfString(code: string, start: number, quote: string): number {
  for (let at = start + 1; at < code.length; at++) {
    if (code[at] === '\\') at += 1;
    else if (code[at] === quote) return at + 1;
    else if (code[at] === '\n' && quote !== '`') return at;
  }
  return code.length;
}

function endOfExpression(code: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < code.length; at++) {
    const sign = code[at];
    if (sign === '\\') at += 1;
    else if (sign === '[') inClass = true;
    else if (sign === ']') inClass = false;
    else if (sign === '\n') return at;
    else if (sign === '/' && !inClass) return at + 1;
  }
  return code.length;
}
