/** Reading more of a value would not tell it from others that begin and end alike, and are as long. */
const mostRead = 4096;

/** A 32-bit hash of a text whose bits are all equally random (FNV-1a, and the last step of MurmurHash3). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5 ^ text.length;
  const end = Math.min(text.length, mostRead);
  for (let at = 0; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  const tail = Math.max(end, text.length - mostRead);
  for (let at = tail; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
