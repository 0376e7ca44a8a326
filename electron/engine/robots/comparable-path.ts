const unreserved = /[A-Za-z0-9._~-]/;

/**
 * A path or a pattern in the one form in which they are compared octet by octet (RFC 9309, section 2.2.2):
 * characters outside ASCII are percent-encoded as UTF-8, an octet encoded without need is decoded, and any
 * other encoding is kept, in capitals.
 */
export function comparablePath(path: string): string {
  return path.replace(/%[0-9A-Fa-f]{2}|[^\x21-\x7e]+/g, (part) =>
    part.startsWith('%') ? canonicalOctet(part) : encoded(part),
  );
}

function canonicalOctet(part: string): string {
  const character = String.fromCharCode(Number.parseInt(part.slice(1), 16));
  return unreserved.test(character) ? character : part.toUpperCase();
}

function encoded(part: string): string {
  return [...new TextEncoder().encode(part)]
    .map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
