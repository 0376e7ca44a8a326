import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunSnapshot, RunState } from '#shared/engine-protocol/run.ts';

/**
 * The newest snapshot of one run, outside React: ten a second arrive, and most of what shows them
 * writes text or a chart by itself. The snapshot is null until the first one has come.
 */
interface FeedState {
  readonly snapshot: RunSnapshot | null;
  /** Why the run cannot be shown. */
  readonly problem: string | null;
}
export type RunFeed = StoreApi<FeedState>;

export const createRunFeed = (): RunFeed => createStore(() => ({ snapshot: null, problem: null }));

/** Takes a snapshot in; false for one that arrived late. */
export function acceptSnapshot(feed: RunFeed, snapshot: RunSnapshot): boolean {
  const known = feed.getState().snapshot;
  if (known && !supersedes(snapshot, known)) return false;
  feed.setState({ snapshot, problem: null });
  return true;
}

/**
 * Sequence numbers rise within one life of a run in one engine. A run that had come to rest and goes
 * on (resumed, failed requests tried again), or that a new engine process took over, counts anew.
 */
function supersedes(next: RunSnapshot, known: RunSnapshot): boolean {
  return next.seq > known.seq || (isAtRest(known.state) && !isAtRest(next.state));
}

/** No process works on the run. */
export const isAtRest = (state: RunState): boolean =>
  state === 'stopped' || state === 'finished' || state === 'interrupted' || state === 'halted';

/** The engine process is a new one: whatever it says next is the truth. */
export function forgetSequence(feed: RunFeed): void {
  const { snapshot } = feed.getState();
  if (snapshot) feed.setState({ snapshot: { ...snapshot, seq: -1 } });
}
