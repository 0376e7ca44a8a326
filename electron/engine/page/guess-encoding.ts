import { isUtf8 } from 'node:buffer';
import { detectEncoding } from './chardetng.ts';
import { isHungarian, isOfSymbols, readsAsWestern } from './western.ts';

/**
 * The encoding of a body that declares none, by the name of the Encoding standard in lower case. Chromium and
 * Firefox guess from the bytes as well; the guess here is Firefox's, after the cases in which its detector is
 * known to be wrong. UTF-8 is recognised too; browsers refuse this for pages from the network, so that
 * authors declare it.
 */
export function guessEncoding(body: Uint8Array): string {
  const [a, b, c, d] = body;
  if (a && b === 0 && c && d === 0) return 'utf-16le';
  if (a === 0 && b && c === 0 && d) return 'utf-16be';
  if (isUtf8(body)) return isIso2022Jp(body) ? 'iso-2022-jp' : 'utf-8';

  const sample = aroundNonAscii(body);
  if (isMostlyUtf8(sample)) return 'utf-8';
  if (isOfSymbols(sample)) return 'windows-1252';
  const guess = detectEncoding(sample);
  if (guess === 'windows-1252') return isHungarian(sample) ? 'windows-1250' : guess;
  return readsAsWestern(sample, guess) ? 'windows-1252' : guess;
}

/** Escape sequences that switch to JIS X 0208 (ISO-2022-JP, section 12.2 of the Encoding standard). */
function isIso2022Jp(body: Uint8Array): boolean {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  return bytes.includes('\x1b$B', 0, 'latin1') || bytes.includes('\x1b$@', 0, 'latin1');
}

/** The number of bytes that is enough for a guess. The detector takes 13 ms for it. */
const sampleBytes = 65_536;
/** The number of ASCII bytes that is kept around other bytes: a word or two. */
const aroundBytes = 16;

/** The bytes beyond ASCII with the words around them: markup and scripts in between give no information. */
function aroundNonAscii(body: Uint8Array): Uint8Array {
  const sample = new Uint8Array(Math.min(body.length, sampleBytes));
  let length = 0;
  let copiedTo = 0;
  for (let at = 0; at < body.length && length < sampleBytes; at++) {
    if ((body[at] ?? 0) < 0x80) continue;
    const from = Math.max(copiedTo, at - aroundBytes);
    // The end of this piece: more ASCII bytes follow than two pieces would include.
    let last = at;
    for (let next = at + 1; next < body.length && next <= last + 2 * aroundBytes; next++) {
      if ((body[next] ?? 0) >= 0x80) last = next;
      if (last - from >= sampleBytes) break;
    }
    const piece = body.subarray(
      from,
      Math.min(last + 1 + aroundBytes, from + sampleBytes - length),
    );
    sample.set(piece, length);
    length += piece.length;
    copiedTo = from + piece.length;
    at = copiedTo - 1;
  }
  return sample.subarray(0, length);
}

/**
 * UTF-8 with a few broken places: pages that were put together from several sources, or cut. Text in another
 * encoding that happens to hold sequences of UTF-8 has more invalid bytes.
 */
function isMostlyUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(sample);
  let characters = 0;
  let broken = 0;
  for (const character of text) {
    if (character === '\ufffd') broken++;
    else if (character > '\x7f') characters++;
  }
  return characters >= 10 * broken;
}
