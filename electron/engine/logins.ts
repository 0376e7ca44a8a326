import type { Login } from './ports.ts';

/**
 * A text with every password in `user:password@host` as three stars: only so is it stored or shown. As
 * people type logins, and not only as the URL standard reads them: with one slash or none behind `http:`,
 * and with a `/`, `?`, `#`, `\` or blank in the password that should have been written as `%2F` and so
 * on. The time that it takes grows with the length of the text alone.
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
 * Whether a text holds a login that no URL can have, since a character of its password ends the host:
 * `http://ann:pa/ss@example.com`.
 */
export function hasBrokenLogin(text: string): boolean {
  if (!text.includes('@')) return false;
  for (const { broken } of passwordsIn(text)) if (broken) return true;
  return false;
}

interface Password {
  readonly start: number;
  /** The place of the `@` behind it. */
  readonly end: number;
  readonly broken: boolean;
}

/** Where a host may begin: http and https take any number of slashes, or none, and either kind. */
const hostStart = /https?:[/\\]*|\/\//gi;
/** A blank behind the colon: that is prose. */
const userAndColon = /[^\s/?#@:\\]*:(?!\s)/y;
const bareUserAndColon = /[^\s/?#@:\\,;"'<>()]+:(?!\s|\/\/)/y;
const authority = /[^\s/?#\\]*/y;
const port = /\d{1,5}(?![^\s/?#\\])/y;
/** Behind the `@`. */
const host = /[^\s/?#:\\@]+/y;
/** Schemes whose addresses hold an `@` or a colon of another meaning. */
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

/** The password that begins at `start`; null where no login does. `within`: how far it may reach. */
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
    // `http://ann:p@ss/word@example.com`: the host of the URL is none, but the rest of the password.
    const further = isName(name) ? end : ats.last('word', start);
    return { start, end: isName(matchAt(host, text, further + 1)) ? further : end, broken: false };
  }
  return matchAt(port, text, start) === null ? { start, end: last, broken: true } : null;
}

const isName = (name: string | null): boolean => name !== null && /\.|^localhost$|^\[/i.test(name);

/** The last `@` with a host behind it of a word or a line, each looked for once. */
class AtSigns {
  readonly #text: string;
  readonly #known = {
    word: { border: /\s/g, end: 0, last: -1 },
    line: { border: /[\r\n]/g, end: 0, last: -1 },
  };

  constructor(text: string) {
    this.#text = text;
  }

  /** -1, or one before `from`: there is none in the word or line that `from` is in. */
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

/** Takes `user:password@` out of a URL. Null where it has none. */
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
    return text; // A lone % is part of the password as it was typed.
  }
}

/** A login as the header that carries it (RFC 7617). */
export function basicAuth({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
