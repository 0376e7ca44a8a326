/** Names that Windows keeps for devices, with any ending. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Control characters, and those that turn the direction of text around: `annexe<RLO>gpj.exe`. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Most file systems take 255 bytes; the rest is for the extension and for "(1)" behind it. */
const maxBytes = 200;

/**
 * A file name for `title` that every system takes and that shows as what it is. `extension` comes
 * with its dot.
 */
export function safeFileName(title: string, extension: string): string {
  const cleaned = title
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(invisible, '')
    .replace(/ +/g, ' ')
    .replace(/[<>:"/\\|?*]/g, '-');
  // Windows drops dots and spaces at the end; a dot at the start hides the file elsewhere.
  const trimmed = cut(cleaned).replace(/^[\s.]+|[\s.]+$/g, '');
  const name = trimmed === '' ? 'Untitled' : reserved.test(trimmed) ? `${trimmed}_` : trimmed;
  return `${name}${extension}`;
}

function cut(name: string): string {
  let bytes = 0;
  let kept = '';
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}
