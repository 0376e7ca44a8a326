/**
 * Whether an address contains a pattern, in which `*` stands for any characters. In a time that grows with their
 * lengths alone.
 */
export function matchesAddress(address: string, pattern: string): boolean {
  let from = 0;
  for (const part of pattern.split('*')) {
    const at = address.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
