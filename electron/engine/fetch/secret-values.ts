import { basicAuth } from '../logins.ts';
import type { FetchRules } from '../ports/fetcher.ts';
import type { Secrets } from '../ports/kept-page.ts';
import type { Login } from '../ports/request-source.ts';
import { type DecodedText, decodedBytes, decodedTexts } from './decoded-text.ts';

/** Header names whose values are secrets: the values that a person sets in them must not be repeated. */
const secretName =
  /authori[sz]ation|cookie|token|secret|password|session|api-?key|x-auth|signature/i;

/** Shorter values are no secrets, and would match parts of words. */
const leastLength = 4;
/**
 * In an address, a word that also is in a cookie belongs to the site; a word that cannot be guessed is a
 * secret.
 */
const leastGuessless = 8;
/** A shorter run of base64 cannot hold a value of `leastLength` bytes. */
const base64Run = /[a-z0-9+/_-]{6,}={0,2}/gi;

/** The beginning of an encoded character at the end of a shortened text. */
const cutEncoding = /(?:%[\da-f]?|&[#\da-z]{0,7}|\\[\dux][\da-f]{0,4}|\\)$/i;

export function secretsOf(
  { headers, login }: Pick<FetchRules, 'headers' | 'login'>,
  logins: readonly Login[],
  cookies: readonly string[],
): Secrets {
  const values = Object.entries(headers)
    .filter(([name]) => secretName.test(name))
    .flatMap(([, value]) => [value, ...value.split(/[\s;,=]+/), ...passwordsOf(value)]);
  for (const one of login === undefined ? logins : [...logins, login]) {
    values.push(one.password, basicAuth(one).slice('Basic '.length));
  }
  return { given: values.map(utf8), cookies };
}

/** A sentence or a text of a site from which all secrets are removed, in whatever encoding. */
export function withoutSecrets(text: string, { given, cookies }: Secrets): string {
  return masked(text, [...given, ...cookies].filter(isLongEnough));
}

/** An address or a header from which all secrets are removed. Words of a cookie stay: `/english/` is no secret. */
export function addressWithoutSecrets(address: string, { given, cookies }: Secrets): string {
  return masked(address, [...given.filter(isLongEnough), ...cookies.filter(isGuessless)]);
}

/** The secrets that `addressWithoutSecrets` removes, each once: a site may set thousands of cookies. */
export function secretsToKeepOut({ given, cookies }: Secrets): Secrets {
  return {
    given: [...new Set(given.filter(isLongEnough))],
    cookies: [...new Set(cookies.filter(isGuessless))],
  };
}

function isGuessless(value: string): boolean {
  return value.length >= leastGuessless && /\d/.test(value);
}

function isLongEnough(value: string): boolean {
  return value.length >= leastLength && !/^(?:basic|bearer)$/i.test(value);
}

function masked(text: string, values: readonly string[]): string {
  if (values.length === 0 || text === '') return text;
  const wanted = [...new Set(values.flatMap(decodedBytes).map(folded))];
  const found = decodedTexts(text).flatMap((decoded) => placesIn(decoded, wanted, text));
  return withoutPlaces(text, found);
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function placesIn(decoded: DecodedText, wanted: readonly string[], text: string): Place[] {
  const within = folded(decoded.bytes);
  const places: Place[] = [];
  const add = (from: number, to: number): void => {
    places.push({ start: decoded.starts[from] ?? 0, end: decoded.ends[to - 1] ?? text.length });
  };
  for (const value of wanted) {
    for (let at = within.indexOf(value); at >= 0; at = within.indexOf(value, at + value.length)) {
      add(at, at + value.length);
    }
  }
  // A shortened text may end with the beginning of a value.
  const cut = decoded.starts.indexOf(text.indexOf('…'));
  if (cut >= 0) {
    const whole = within.slice(0, cut).replace(cutEncoding, '');
    // The last character may be wrong, since its number was cut.
    for (const rest of [whole, whole.slice(0, -1)]) {
      const begun = longestBeginning(rest, wanted);
      if (begun > 0) add(rest.length - begun, cut);
    }
  }
  for (const { 0: run, index } of decoded.bytes.matchAll(base64Run)) {
    const isCut = index + run.length === cut;
    if (holds(run, wanted, isCut)) add(index, index + run.length);
  }
  return places;
}

/** Whether a run of base64 contains one of the values, at whatever position. */
function holds(run: string, values: readonly string[], isCut: boolean): boolean {
  const mostBytes = (run.length * 3) / 4;
  const wanted = isCut ? values : values.filter((value) => value.length <= mostBytes);
  if (wanted.length === 0) return false;
  return [0, 1, 2, 3].some((skipped) => {
    const within = folded(Buffer.from(run.slice(skipped), 'base64').toString('latin1'));
    return (
      wanted.some((value) => within.includes(value)) ||
      (isCut && longestBeginning(within, wanted) > 0)
    );
  });
}

/** The length of the longest beginning of a value at the end of a text; 0 if it is too short to count. */
function longestBeginning(text: string, wanted: readonly string[]): number {
  const last = text.slice(-1);
  let longest = 0;
  for (const value of last === '' ? [] : wanted) {
    const lastIn = (most: number): number => value.lastIndexOf(last, most - 1) + 1;
    let length = lastIn(Math.min(value.length, text.length));
    while (length >= leastLength && length > longest) {
      if (text.endsWith(value.slice(0, length))) longest = length;
      length = lastIn(length - 1);
    }
  }
  return longest;
}

/** In lower case, as hosts are, with each `+` as the blank that it stands for in forms. */
function folded(bytes: string): string {
  return bytes.toLowerCase().replaceAll('+', ' ');
}

function withoutPlaces(text: string, places: readonly Place[]): string {
  let shown = '';
  let from = 0;
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start >= from) shown += `${text.slice(from, start)}***`;
    from = Math.max(from, end);
  }
  return shown + text.slice(from);
}

/** The login in a header, and its password alone (RFC 7617). */
function passwordsOf(value: string): readonly string[] {
  const token = /^basic\s+([\w+/=-]+)\s*$/i.exec(value)?.[1];
  if (token === undefined) return [];
  const login = Buffer.from(token, 'base64').toString('utf8');
  return [login, login.slice(login.indexOf(':') + 1)];
}

function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
