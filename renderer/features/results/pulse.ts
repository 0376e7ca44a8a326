import type { RunSnapshot } from '#shared/engine-protocol/run.ts';

/** What a snapshot means for the lines: nothing, more of them, or others than before. */
export type Pulse = 'none' | 'more' | 'changed';

/** The part of a snapshot that says how many lines there are. */
export type LineCounts = Pick<RunSnapshot, 'rows' | 'state'> & {
  readonly counts: Pick<RunSnapshot['counts'], 'done' | 'failed' | 'skipped'>;
};

export function pulseOf(before: LineCounts | null, now: LineCounts): Pulse {
  if (before === null) return 'more';
  // Failed pages that are tried again take their lines away until they are through.
  if (now.counts.failed < before.counts.failed || now.rows < before.rows) return 'changed';
  if (now.state === 'finished' && before.state !== 'finished') return 'changed';
  const same =
    now.rows === before.rows &&
    now.counts.done === before.counts.done &&
    now.counts.failed === before.counts.failed &&
    now.counts.skipped === before.counts.skipped;
  return same ? 'none' : 'more';
}
