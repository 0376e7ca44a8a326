/** The job that a key moves to from the open one; null where there is none. */
export function neighbourOf(ids: readonly string[], openId: string, key: string): string | null {
  const place = ids.indexOf(openId);
  const last = ids.length - 1;
  const target = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: last }[key];
  if (target === undefined || target === place) return null;
  return ids[target] ?? null;
}

export const isRenameKey = (key: string): boolean => key === 'F2';
