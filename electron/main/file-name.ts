/** Names that Windows reserves for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Control characters, and characters that reverse the direction of text: `annexe<RLO>gpj.exe`. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Most file systems take 255 bytes; the rest is for the extension and for a "(1)" behind the name. */
const maxBytes = 200;

/**
 * A file name for `title` that every system accepts and that is displayed unchanged. `extension` comes with
 * its dot.
 */
export function safeFileName(title: string, extension: string): string {
  const cleaned = title
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(invisible, '')
    .replace(/ +/g, ' ')
    .replace(/[<>:"/\\|?*]/g, '-');
  // Windows drops dots and spaces at the end; a dot at the start hides the file on other systems.
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
