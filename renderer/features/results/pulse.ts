import type { RunSnapshot } from '#shared/engine-protocol/run.ts';

/** The effect of a snapshot on the lines: none, more lines, or changed lines. */
export type Pulse = 'none' | 'more' | 'changed';

/** The part of a snapshot that says how many lines there are. */
export type LineCounts = Pick<RunSnapshot, 'rows' | 'state'> & {
  readonly counts: Pick<RunSnapshot['counts'], 'done' | 'failed' | 'skipped'>;
};

export function pulseOf(before: LineCounts | null, now: LineCounts): Pulse {
  if (before === null) return 'more';
  // Failed pages that are tried again have no lines until they are finished.
  if (now.counts.failed < before.counts.failed || now.rows < before.rows) return 'changed';
  if (now.state === 'finished' && before.state !== 'finished') return 'changed';
  const same =
    now.rows === before.rows &&
    now.counts.done === before.counts.done &&
    now.counts.failed === before.counts.failed &&
    now.counts.skipped === before.counts.skipped;
  return same ? 'none' : 'more';
}
