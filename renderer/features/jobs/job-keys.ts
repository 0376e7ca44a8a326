import type { JobListItem } from '#shared/ipc/job-library.ts';

/** The job that a key leads to from the open one; null where the key leads nowhere. */
export function neighbourOf(
  list: readonly Pick<JobListItem, 'id'>[],
  openId: string,
  key: string,
): string | null {
  const place = list.findIndex(({ id }) => id === openId);
  const last = list.length - 1;
  const target = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: last }[key];
  if (target === undefined || target === place) return null;
  return list[target]?.id ?? null;
}

export const isRenameKey = (key: string): boolean => key === 'F2';
