import type { FetchRules } from '../ports.ts';

/** Header names whose values are secrets: what a person sets in them must not be repeated. */
const secretName =
  /authori[sz]ation|cookie|token|secret|password|session|api-?key|x-auth|signature/i;

/** Shorter ones are no secrets, and would be found in words. */
const leastLength = 4;

/** A text in which none of the secrets of a request stands, in whatever way it got there. */
export function withoutSecrets(
  text: string,
  { headers, login }: Pick<FetchRules, 'headers' | 'login'>,
  more: readonly string[],
): string {
  const values = Object.entries(headers)
    .filter(([name]) => secretName.test(name))
    .flatMap(([, value]) => [value, ...value.split(/[\s;,=]+/)]);
  if (login !== undefined) values.push(login.password, encodeURIComponent(login.password));
  return [...values, ...more]
    .filter((value) => value.length >= leastLength && !/^(?:basic|bearer)$/i.test(value))
    .sort((a, b) => b.length - a.length)
    .reduce((masked, value) => withoutCut(masked.replaceAll(value, '***'), value), text);
}

/** Of a value that `shortened` has cut, the beginning still stands there. */
function withoutCut(text: string, value: string): string {
  if (!text.includes('…')) return text;
  for (let length = Math.min(value.length, text.length) - 1; length >= leastLength; length -= 1) {
    const cut = `${value.slice(0, length)}…`;
    if (text.includes(cut)) return text.replaceAll(cut, '***…');
  }
  return text;
}
