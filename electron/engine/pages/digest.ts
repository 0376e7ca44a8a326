import { createHash } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The digest of a payload as tools for WARC write it: SHA-1 in base 32. */
export function digestOf(bytes: Uint8Array): string {
  const hash = createHash('sha1').update(bytes).digest();
  let text = '';
  // 20 bytes are 32 characters of 5 bits each, without a rest.
  for (let at = 0; at < hash.length; at += 5) {
    const high = hash.readUInt32BE(at);
    const low = hash.readUInt8(at + 4);
    for (let shift = 27; shift >= 2; shift -= 5) text += alphabet[(high >>> shift) & 31];
    text += alphabet[((high & 3) << 3) | (low >>> 5)];
    text += alphabet[low & 31];
  }
  return `sha1:${text}`;
}
