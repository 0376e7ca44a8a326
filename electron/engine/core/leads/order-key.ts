/**
 * The place of a request in the table of a run that finds pages by itself: bytes that are compared one by one,
 * as SQLite compares a BLOB. A key is a list of whole numbers. That of the nth item of the list is (n, 0); its
 * next pages are (n, 1), (n, 2) and so on, so that a thousand of them make no key longer; the page behind the
 * link number k of (n, 1) is (n, 1, k, 0), which stands behind (n, 1) and before (n, 2).
 */
export type OrderKey = Uint8Array;

/** Numbers up to this are one byte; a higher first byte says how many bytes of the number follow. */
const mostInOneByte = 247;

/** @param place in the list, from 1 */
export function keyOfItem(place: number): OrderKey {
  return new Uint8Array([...encode(place), ...encode(0)]);
}

/** The key of the page after the one with `key`, of the same kind. */
export function keyOfNext(key: OrderKey): OrderKey {
  const at = startOfLast(key);
  return new Uint8Array([...key.subarray(0, at), ...encode(decode(key, at) + 1)]);
}

/** @param ordinal of the link on the page with `key`, from 0 */
export function keyOfChild(key: OrderKey, ordinal: number): OrderKey {
  return new Uint8Array([...key, ...encode(ordinal), ...encode(0)]);
}

/** Numbers keep their order as bytes, and none begins as another does: longer ones have a higher first byte. */
function encode(number: number): number[] {
  if (number <= mostInOneByte) return [number];
  const bytes: number[] = [];
  for (let rest = number; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [mostInOneByte + bytes.length, ...bytes];
}

function decode(key: OrderKey, at: number): number {
  const first = key[at] ?? 0;
  if (first <= mostInOneByte) return first;
  return key.subarray(at + 1, at + lengthOf(first)).reduce((sum, byte) => sum * 256 + byte, 0);
}

function lengthOf(first: number): number {
  return first <= mostInOneByte ? 1 : 1 + first - mostInOneByte;
}

function startOfLast(key: OrderKey): number {
  let at = 0;
  for (;;) {
    const after = at + lengthOf(key[at] ?? 0);
    if (after >= key.length) return at;
    at = after;
  }
}
