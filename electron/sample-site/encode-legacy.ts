/** Encodes text in encodings that Node decodes but does not write. */

/** The characters of windows-1252 at 0x80 to 0x9F, where latin1 has control characters. */
const cp1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

export function encodeWindows1252(text: string): Buffer {
  const bytes = Array.from(text, (character) => {
    const special = cp1252.indexOf(character);
    const code = special >= 0 ? 0x80 + special : (character.codePointAt(0) ?? 0);
    if (code > 0xff) throw new RangeError(`windows-1252 has no ${JSON.stringify(character)}`);
    return code;
  });
  return Buffer.from(bytes);
}

/** Shift_JIS, from the decoder's result for each pair of bytes. */
export function encodeShiftJis(text: string): Buffer {
  const table = shiftJisTable();
  const bytes = Array.from(text).flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    const pair = table.get(character);
    if (pair === undefined) throw new RangeError(`Shift_JIS has no ${JSON.stringify(character)}`);
    return pair;
  });
  return Buffer.from(bytes);
}

function shiftJisTable(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('shift_jis');
  const table = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    // Single bytes: half-width katakana.
    if (lead >= 0xa0 && lead <= 0xdf) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== '\ufffd' && !table.has(character)) {
        table.set(character, [lead, trail]);
      }
    }
  }
  return table;
}
