import type { DataAnswerInfo } from '#shared/engine-protocol/preview.ts';
import type { DataAnswer } from '#shared/engine-protocol/rendering.ts';
import { JsonError, type JsonValue, readWholeJson } from '../extract/sources/json/read-json.ts';
import { TooDeepError } from '../extract/tree-levels.ts';
import {
  every,
  isUnderstood,
  type JsonKey,
  longestJsonPath,
  writeJsonPath,
} from '../selectors/json/json-place.ts';

const deepestList = 4;
const mostLooked = 2000;

/**
 * What a person is told of the data that a page has fetched; null where it is no list or object of JSON.
 * `loadJsonPath` has to come before.
 */
export function dataAnswerInfo(answer: DataAnswer, number: number): DataAnswerInfo | null {
  const { method, url, status, body } = answer;
  const value = readIfJson(new TextDecoder().decode(body));
  if (typeof value !== 'object' || value === null) return null;
  const list = longestList(value);
  const shown = withoutTokens(url);
  return {
    number,
    method,
    status,
    bytes: body.byteLength,
    shown,
    items: list?.count ?? null,
    each: list === null ? null : rowsAt(list.keys),
    address: shown === url && method === 'GET' ? url : null,
    why:
      method !== 'GET'
        ? `It is asked for by ${method}, and a job can only ask by GET.`
        : shown === url
          ? null
          : 'Its address holds what looks like a token, which does not belong in a list.',
  };
}

/** The path of the list's items; null where a job cannot have it. */
function rowsAt(keys: readonly JsonKey[]): string | null {
  const path = writeJsonPath([...keys, every]);
  return path.length <= longestJsonPath && isUnderstood(path) ? path : null;
}

function readIfJson(text: string): JsonValue {
  try {
    return readWholeJson(text).value;
  } catch (error) {
    if (error instanceof JsonError || error instanceof TooDeepError) return null;
    throw error;
  }
}

/** The list of objects that has the most of them. */
function longestList(root: JsonValue) {
  let best: { readonly keys: readonly JsonKey[]; readonly count: number } | null = null;
  let looked = 0;
  const walk = (value: JsonValue, keys: readonly JsonKey[]): void => {
    looked += 1;
    if (typeof value !== 'object' || value === null || looked > mostLooked) return;
    if (Array.isArray(value)) {
      const isOfObjects = value.length > 0 && value.every(isObject);
      if (isOfObjects && value.length > (best?.count ?? 0)) best = { keys, count: value.length };
      return;
    }
    if (keys.length === deepestList) return;
    for (const [key, inner] of Object.entries(value)) walk(inner, [...keys, key]);
  };
  walk(root, []);
  return best as { readonly keys: readonly JsonKey[]; readonly count: number } | null;
}

const isObject = (value: JsonValue): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const tokenName =
  /token|auth|secret|password|passwd|session|sid$|signature|^sig$|jwt|api-?_?key|^key$|cookie/i;

/** The address with a mark in place of a login, and of values that are tokens by their name or their look. */
function withoutTokens(address: string): string {
  const url = new URL(address);
  let isChanged = url.username !== '' || url.password !== '';
  url.username = '';
  url.password = '';
  for (const [name, value] of [...url.searchParams]) {
    if (value === '' || !(tokenName.test(name) || looksLikeToken(value))) continue;
    url.searchParams.set(name, '…');
    isChanged = true;
  }
  const segments = url.pathname.split('/');
  if (segments.some(looksLikeToken)) {
    url.pathname = segments.map((one) => (looksLikeToken(one) ? '…' : one)).join('/');
    isChanged = true;
  }
  return isChanged ? url.href.replaceAll('%E2%80%A6', '…') : address;
}

/** Long, of letters and digits that form no words. */
function looksLikeToken(value: string): boolean {
  const isOfOnePart = /^[A-Za-z0-9+/_.=~-]{24,}$/.test(value);
  return (
    isOfOnePart && /\d/.test(value) && /[a-z]/i.test(value) && !/[-_.][a-z]{3,}[-_.]/i.test(value)
  );
}
