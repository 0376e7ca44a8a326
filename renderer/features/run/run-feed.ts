import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunSnapshot, RunState } from '#shared/engine-protocol/run.ts';

/**
 * The newest snapshot of one run, outside React: ten arrive per second, and most of the components that show
 * them update text or a chart directly. The snapshot is null until the first one has come.
 */
interface FeedState {
  readonly snapshot: RunSnapshot | null;
  /** The reason why the run cannot be shown. */
  readonly problem: string | null;
}
export type RunFeed = StoreApi<FeedState>;

export const createRunFeed = (): RunFeed => createStore(() => ({ snapshot: null, problem: null }));

/** Stores a snapshot; returns false for one that arrived late. */
export function acceptSnapshot(feed: RunFeed, snapshot: RunSnapshot): boolean {
  const known = feed.getState().snapshot;
  if (known && !supersedes(snapshot, known)) return false;
  feed.setState({ snapshot, problem: null });
  return true;
}

/**
 * Sequence numbers rise while one engine drives a run. They start again when a run at rest is continued
 * (resumed, failed requests tried again), or when a new engine process took the run over.
 */
function supersedes(next: RunSnapshot, known: RunSnapshot): boolean {
  return next.seq > known.seq || (isAtRest(known.state) && !isAtRest(next.state));
}

/** No process drives the run. */
export const isAtRest = (state: RunState): boolean =>
  state === 'stopped' || state === 'finished' || state === 'interrupted' || state === 'halted';

/** The engine process is a new one: its next snapshot is accepted regardless of its number. */
export function forgetSequence(feed: RunFeed): void {
  const { snapshot } = feed.getState();
  if (snapshot) feed.setState({ snapshot: { ...snapshot, seq: -1 } });
}
