import type { Clock } from '../../ports.ts';
import type { UrlOutcome } from './counters.ts';

/** A commit costs about the same for one outcome as for many; a person does not notice 250 ms. */
const mostOutcomes = 200;
const longestWaitMs = 250;
/** Characters of rows: pages with large fields must not pile up in memory. */
const mostCharacters = 8_388_608;

/** Outcomes on their way into the run's file. */
export interface CommitQueue {
  readonly size: number;
  add(outcome: UrlOutcome): void;
  /** Commits what waits; false where that failed (`onFailed` was called then). */
  flush(): boolean;
  /** Drops what waits. */
  close(): void;
}

export function createCommitQueue(deps: {
  /** Writes them into the file, all or none. */
  readonly commit: (outcomes: readonly UrlOutcome[]) => void;
  readonly clock: Clock;
  readonly onCommitted: (outcomes: readonly UrlOutcome[], tookMs: number) => void;
  readonly onFailed: (error: unknown, lost: number) => void;
}): CommitQueue {
  const { commit, clock, onCommitted, onFailed } = deps;
  let waiting: UrlOutcome[] = [];
  let characters = 0;
  let cancel: (() => void) | null = null;

  const flush = (): boolean => {
    cancel?.();
    cancel = null;
    if (waiting.length === 0) return true;
    const outcomes = waiting;
    waiting = [];
    characters = 0;
    const beganMs = clock.now();
    try {
      commit(outcomes);
    } catch (error) {
      onFailed(error, outcomes.length);
      return false;
    }
    onCommitted(outcomes, clock.now() - beganMs);
    return true;
  };

  return {
    get size() {
      return waiting.length;
    },
    add(outcome) {
      waiting.push(outcome);
      for (const row of outcome.rows) for (const cell of row) characters += cell.length;
      if (waiting.length >= mostOutcomes || characters >= mostCharacters) flush();
      else cancel ??= clock.after(longestWaitMs, flush);
    },
    flush,
    close() {
      cancel?.();
      cancel = null;
      waiting = [];
    },
  };
}
