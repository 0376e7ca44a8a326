const longestName = 1000;

/**
 * Distinct names for `width` columns, by which they are chosen: unnamed ones get the number of their place,
 * repeated ones a number behind their name.
 */
export function columnNames(header: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  /**
   * The next number to try for a repeated name: so that a thousand equal ones are named without a search for
   * each.
   */
  const numbers = new Map<string, number>();
  return Array.from({ length: Math.max(width, header.length) }, (_, index) => {
    const given = (header[index] ?? '')
      .replace(/^\uFEFF/, '')
      .trim()
      .slice(0, longestName);
    const base = given === '' ? `column ${index + 1}` : given;
    let name = base;
    let number = numbers.get(base) ?? 2;
    for (; taken.has(name); number += 1) name = `${base} (${number})`;
    numbers.set(base, number);
    taken.add(name);
    return name;
  });
}
