import { TooDeepError } from '../../tree-levels.ts';
import { JsonError, type JsonNode, readJson, readString, skipBlanks } from './read-json.ts';
import { type ScriptToken, scriptTokens } from './script-tokens.ts';

/** The values that a script holds, and how many of those that were looked for cannot be read. */
export interface FoundJson {
  readonly nodes: readonly JsonNode[];
  readonly broken: number;
}

/** Names that mean the page itself, which scripts write in front of a variable or leave out. */
const globals = new Set(['window', 'self', 'globalThis', 'top']);

/**
 * The values that a script gives to a variable or hands to a function of this name: `window.X = {…}`,
 * `var X = {…}`, `dataLayer.push({…})`, also inside `JSON.parse("…")`.
 *
 * @param name "__STATE__", "window.__STATE__", "app.state", "dataLayer.push"
 */
export function jsonOfVariable(code: string, name: string): FoundJson {
  const wanted = withoutGlobal(name.split('.')).join('.');
  // Most scripts do not hold the name at all.
  if (!code.includes(wanted.slice(wanted.lastIndexOf('.') + 1))) return { nodes: [], broken: 0 };
  return valuesBehind(code, (path) => withoutGlobal(path).join('.') === wanted);
}

/** The whole script where it is JSON; else the first list or object that it gives to a variable or a function. */
export function jsonOfScript(code: string): FoundJson {
  const whole = readAll(code);
  if (whole !== null) return whole;
  const { nodes, broken } = valuesBehind(code, () => true);
  const first = nodes.find(({ value }) => typeof value === 'object' && value !== null);
  return first === undefined
    ? { nodes: [], broken: Math.min(broken, 1) }
    : { nodes: [first], broken: 0 };
}

/** All values of a text that holds nothing else, one behind another; null where it is something else. */
function readAll(code: string): FoundJson | null {
  const found = valuesOf(code);
  return found.broken === 0 && found.nodes.length > 0 ? found : null;
}

/** The values of a text that should hold nothing but JSON, up to the first that cannot be read. */
export function valuesOf(text: string): FoundJson {
  const nodes: JsonNode[] = [];
  let at = skipBlanks(text, 0, true);
  while (at < text.length) {
    const read = tryRead(text, at);
    if (read === null) return { nodes, broken: 1 };
    nodes.push(read.node);
    at = skipBlanks(text, read.end, true);
    if (text[at] === ';' || text[at] === ',') at = skipBlanks(text, at + 1, true);
  }
  return { nodes, broken: 0 };
}

function tryRead(text: string, at: number): ReturnType<typeof readJson> | null {
  try {
    return readJson(text, at, true);
  } catch (error) {
    if (error instanceof JsonError || error instanceof TooDeepError) return null;
    throw error;
  }
}

function valuesBehind(code: string, isWanted: (path: readonly string[]) => boolean): FoundJson {
  const nodes: JsonNode[] = [];
  let broken = 0;
  let path: string[] = [];
  let before: ScriptToken | null = null;
  for (const token of scriptTokens(code)) {
    const mayBegin = token.text === '=' || token.text === '(';
    if (token.kind === 'sign' && mayBegin && path.length > 0 && isWanted(path)) {
      // Two signs are a comparison, and "=>" begins a function.
      const next = code[token.end];
      if (token.text === '(' || (next !== '=' && next !== '>')) {
        const read = valueAt(code, token.end);
        if (read === 'broken') broken += 1;
        else if (read !== null) nodes.push(read);
      }
    }
    path = pathWith(code, path, before, token);
    before = token;
  }
  return { nodes, broken };
}

/** The names that end with this token: `a`, `.`, `b`, or `a`, `[`, `"b"`, `]`. */
function pathWith(
  code: string,
  path: string[],
  before: ScriptToken | null,
  token: ScriptToken,
): string[] {
  if (token.kind === 'name') return before?.text === '.' ? [...path, token.text] : [token.text];
  if (token.kind === 'string') {
    return before?.text === '[' ? [...path, code.slice(token.start + 1, token.end - 1)] : [];
  }
  return /^[.[\]]$/.test(token.text) ? path : [];
}

/** The value from here on; null where what stands here is code. */
function valueAt(code: string, from: number): JsonNode | 'broken' | null {
  const at = skipBlanks(code, from, true);
  const parsed = /^JSON\s*\.\s*parse\s*\(\s*(?=["'])/.exec(code.slice(at, at + 100));
  if (parsed !== null) {
    const start = at + parsed[0].length;
    try {
      const { text } = readString(code, start, code[start] ?? '', true);
      return readJson(text, 0, false).node;
    } catch (error) {
      if (error instanceof JsonError || error instanceof TooDeepError) return 'broken';
      throw error;
    }
  }
  const first = code[at];
  if (first !== '{' && first !== '[') return null;
  return tryRead(code, at)?.node ?? 'broken';
}

function withoutGlobal(path: readonly string[]): readonly string[] {
  return path.length > 1 && globals.has(path[0] ?? '') ? path.slice(1) : path;
}
