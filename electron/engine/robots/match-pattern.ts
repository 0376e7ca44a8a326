/**
 * Whether a path matches the pattern from its beginning: `*` stands for any characters, `$` at the end for
 * the end of the path (RFC 9309, section 2.2.3). Greedy by the pieces between the stars: the first place of
 * each is as good as any later one, so that the time is at most pattern times path.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const toTheEnd = pattern.endsWith('$');
  const [first = '', ...others] = (toTheEnd ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  if (others.length === 0) return !toTheEnd || path.length === first.length;
  let at = first.length;
  const last = toTheEnd ? others.pop() : undefined;
  for (const piece of others) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last));
}
