/** Signs that always end a URL in running text, full-width and CJK punctuation included. */
const ends = new Set(
  '<>"`\u00a0“”„‟‘’‚‛«»‹›…，。、；：？！（）［］｛｝「」『』【】〔〕〖〗《》〈〉｢｣､｡\u3000',
);
const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Signs that may surround a URL on both sides, such as `'…'`, `**…**`, `_…_` and `|…|`. */
const twins = "'*_~|";
const longestInBrackets = 100;
const nextUrl = /["'“‘«<([]*https?:[/\\]/iy;
const nextPattern = /[[{][^\s[\]{}]{1,60}[\]}][\w.-]/y;
const nextIpv6 = /\[[0-9a-f:.]{2,45}\](?::\d{1,5})?(?=[/?#\s]|$)/iy;

/**
 * The end of the URL that begins at `from` in running text: before a blank, a quote, an angle bracket or a
 * full-width sign; before a closing bracket that was opened before the URL; before a comma, semicolon or `|`
 * that another URL follows. `<…>` may hold blanks (RFC 3986, appendix C).
 *
 * @param isBare the URL has no scheme: a comma or semicolon ends its host
 */
export function endOfUrl(text: string, from: number, isBare = false): number {
  const angle = endOfAngle(text, from);
  if (angle !== null) return angle;
  const before = text.charAt(from - 1);
  const twin = before !== '' && twins.includes(before) ? before : null;
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  let inHost = isBare;
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign <= ' ' && closesBehind(text, at, open)) continue;
    if (sign <= ' ' || ends.has(sign) || sign === twin || isBlank(sign)) return at;
    if (sign === '(' || sign === '[' || sign === '{') {
      open[sign] = (open[sign] ?? 0) + 1;
      continue;
    }
    const opener = closers[sign];
    if (opener !== undefined) {
      if ((open[opener] ?? 0) === 0) return at;
      open[opener] = (open[opener] ?? 0) - 1;
    } else if (sign === ',' || sign === ';' || sign === '|') {
      if (inHost || goesOn(nextUrl, text, at + 1)) return at;
    } else if (sign === '/' || sign === '?' || sign === '#') {
      inHost = false;
    }
  }
  return text.length;
}

/**
 * Whether a bracket or quote opens here that is not part of an IPv6 address or of a pattern such as
 * `[a-c].org`.
 */
export function opensPair(text: string, at: number): boolean {
  const sign = text.charAt(at);
  if (sign === '*') return text.charAt(at + 1) !== '.';
  if (sign === '[' || sign === '{') return !isIpv6At(text, at) && !goesOn(nextPattern, text, at);
  return '(<"\'`“‘«「『【《〈（'.includes(sign);
}

/** `[2001:db8::1]:8080/x`: the bracket is no quotation mark. */
export function isIpv6At(text: string, at: number): boolean {
  return text.charAt(at) === '[' && goesOn(nextIpv6, text, at);
}

/** `?fq=year:[1999 TO 2001]`: a blank within brackets that the URL opens and closes belongs to it. */
function closesBehind(text: string, at: number, open: Readonly<Record<string, number>>): boolean {
  for (const [closer, opener] of Object.entries(closers)) {
    if ((open[opener] ?? 0) === 0) continue;
    const near = text.slice(at, at + longestInBrackets);
    const end = near.search(/[[({<>"]|https?:[/\\]/i);
    const found = near.indexOf(closer);
    if (found >= 0 && (end < 0 || found < end)) return true;
  }
  return false;
}

/** `<https://a.org/my page>`: all between the angle brackets, except the start of a tag or of another URL. */
function endOfAngle(text: string, from: number): number | null {
  if (text.charAt(from - 1) !== '<') return null;
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '>') return at;
    if (sign === '<' || sign === '"') return null;
    if (sign <= ' ' && goesOn(nextUrl, text, at + 1)) return null;
  }
  return null;
}

function goesOn(expression: RegExp, text: string, at: number): boolean {
  expression.lastIndex = at;
  return expression.test(text);
}

function isBlank(sign: string): boolean {
  return sign > '\u007f' && /\s/.test(sign);
}
