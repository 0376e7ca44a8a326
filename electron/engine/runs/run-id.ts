import type { Random } from '../ports/clock.ts';

/** A new run id (see `runIdSchema`): sorts by time, in UTC so that it does so over a time change. */
export function newRunId(timeOfDayMs: number, random: Random): string {
  const [date = '', time = ''] = new Date(timeOfDayMs).toISOString().split('T');
  const tail = Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${tail}`;
}
