import type { Clock } from '../../ports.ts';

/** Snapshots go out at most this often. */
const leastGapMs = 100;

/** Tells when a snapshot is due: soon after a change, never in quick succession. */
export interface Beat {
  /** Something has changed: `emit` is called within a tenth of a second. */
  changed(): void;
  /** Calls `emit` at once. */
  now(): void;
  close(): void;
}

export function createBeat(clock: Clock, emit: () => void): Beat {
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  const now = (): void => {
    cancel?.();
    cancel = null;
    lastMs = clock.now();
    emit();
  };
  return {
    changed() {
      cancel ??= clock.after(Math.max(0, lastMs + leastGapMs - clock.now()), now);
    },
    now,
    close() {
      cancel?.();
      cancel = null;
    },
  };
}
