const longestName = 1000;

/**
 * A name for each of `width` columns, to choose it by: unnamed ones get the number of their place,
 * repeated ones a number behind their name.
 */
export function columnNames(header: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  /** The next number to try for a repeated name: so that a thousand equal ones are named in one go. */
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
