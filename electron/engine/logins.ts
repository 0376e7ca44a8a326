import type { Login } from './ports/request-source.ts';

/**
 * A text in which every password in `user:password@host` is replaced by three stars: it is stored and shown
 * only in this form. It covers logins as people type them, beyond the URL standard: with one slash or none
 * after `http:`, and with a `/`, `?`, `#`, `\` or blank in the password that should have been written as
 * `%2F` and so on. The time grows only with the length of the text.
 */
export function maskLogins(text: string): string {
  if (!text.includes('@')) return text;
  let masked = '';
  let from = 0;
  for (const { start, end } of passwordsIn(text)) {
    masked += `${text.slice(from, start)}***`;
    from = end;
  }
  return masked + text.slice(from);
}

/**
 * Whether a text contains a login that is impossible in a URL, since a character of its password ends the
 * host: `http://ann:pa/ss@example.com`.
 */
export function hasBrokenLogin(text: string): boolean {
  if (!text.includes('@')) return false;
  for (const { broken } of passwordsIn(text)) if (broken) return true;
  return false;
}

interface Password {
  readonly start: number;
  /** The position of the `@` after the password. */
  readonly end: number;
  readonly broken: boolean;
}

/**
 * The positions where a host may begin: http and https accept any number of slashes, or none, of either
 * kind.
 */
const hostStart = /https?:[/\\]*|\/\//gi;
/** A blank after the colon means that the text is prose. */
const userAndColon = /[^\s/?#@:\\]*:(?!\s)/y;
const bareUserAndColon = /[^\s/?#@:\\,;"'<>()]+:(?!\s|\/\/)/y;
const authority = /[^\s/?#\\]*/y;
const port = /\d{1,5}(?![^\s/?#\\])/y;
/** The host after the `@`. */
const host = /[^\s/?#:\\@]+/y;
/** Schemes whose addresses contain an `@` or a colon with another meaning. */
const noUser =
  /^(?:https?|about|blob|data|file|geo|javascript|magnet|mailto|news|sips?|sms|tel|urn|view-source|xmpp):/i;

function* passwordsIn(text: string): Generator<Password> {
  const ats = new AtSigns(text);
  let from = 0;
  const bare = noUser.test(text) ? null : matchAt(bareUserAndColon, text, 0);
  if (bare !== null) {
    const found = passwordAt(text, bare.length, ats, 'word');
    if (found !== null) {
      yield found;
      from = found.end;
    }
  }
  for (;;) {
    hostStart.lastIndex = from;
    if (hostStart.exec(text) === null) return;
    from = hostStart.lastIndex;
    const name = matchAt(userAndColon, text, from);
    if (name === null) continue;
    const start = from + name.length;
    const found = passwordAt(text, start, ats, 'line');
    if (found !== null) yield found;
    from = found?.end ?? start;
  }
}

/** The password that begins at `start`; null if there is no login. `within`: the limit of its length. */
function passwordAt(
  text: string,
  start: number,
  ats: AtSigns,
  within: 'word' | 'line',
): Password | null {
  const last = ats.last(within, start);
  if (last <= start) return null;
  const end = start + (matchAt(authority, text, start) ?? '').lastIndexOf('@');
  const name = end > start ? matchAt(host, text, end + 1) : null;
  if (name !== null) {
    // `http://ann:p@ss/word@example.com`: the first `@` is followed by a part of the password, not by a
    // host.
    const further = isName(name) ? end : ats.last('word', start);
    return { start, end: isName(matchAt(host, text, further + 1)) ? further : end, broken: false };
  }
  return matchAt(port, text, start) === null ? { start, end: last, broken: true } : null;
}

const isName = (name: string | null): boolean => name !== null && /\.|^localhost$|^\[/i.test(name);

/** The last `@` of a word or a line that is followed by a host; each is searched only once. */
class AtSigns {
  readonly #text: string;
  readonly #known = {
    word: { border: /\s/g, end: 0, last: -1 },
    line: { border: /[\r\n]/g, end: 0, last: -1 },
  };

  constructor(text: string) {
    this.#text = text;
  }

  /** -1, or a position before `from`: there is none in the word or line that contains `from`. */
  last(within: 'word' | 'line', from: number): number {
    const known = this.#known[within];
    if (from < known.end) return known.last;
    known.border.lastIndex = from;
    known.end = known.border.exec(this.#text)?.index ?? this.#text.length;
    known.last = this.#text.lastIndexOf('@', known.end - 1);
    while (known.last >= from && matchAt(host, this.#text, known.last + 1) === null) {
      known.last = this.#text.lastIndexOf('@', known.last - 1);
    }
    return known.last;
  }
}

function matchAt(sticky: RegExp, text: string, at: number): string | null {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? null;
}

/** Removes `user:password@` from a URL. Returns null if it has none. */
export function takeLogin(url: URL): Login | null {
  if (url.username === '' && url.password === '') return null;
  const login = { user: decode(url.username), password: decode(url.password) };
  url.username = '';
  url.password = '';
  return login;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone % is part of the password as typed.
  }
}

/** The header for a login (RFC 7617). */
export function basicAuth({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
