/** The sites of some URLs of the list, the most frequent first. */
export function sitesOf(urls: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const url of urls) {
    if (!URL.canParse(url)) continue;
    const { origin } = new URL(url);
    counts.set(origin, (counts.get(origin) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([origin]) => origin);
}
