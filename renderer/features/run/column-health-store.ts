import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Call } from '#renderer/bridge/client.ts';
import type { ColumnHealth } from '#shared/engine-protocol/column-health.ts';
import type { RunFeed } from './run-feed.ts';

export type ColumnHealthStore = StoreApi<readonly ColumnHealth[]>;

/** A look costs the engine a few lines of the run's file; people read no faster. */
const everyMs = 1000;

/** Follows how good the columns of a run are, while it is on screen. */
export class ColumnHealthSession {
  readonly store: ColumnHealthStore = createStore<readonly ColumnHealth[]>(() => []);
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #rows = -1;
  #closed = false;

  constructor(runId: string, feed: RunFeed, call: Call) {
    const look = async (): Promise<void> => {
      this.#timer = null;
      const { snapshot } = feed.getState();
      if (this.#closed || snapshot === null || snapshot.rows === this.#rows) return;
      const { rows } = snapshot;
      try {
        const found = await call('run.health', { runId });
        this.#rows = rows;
        if (!this.#closed) this.store.setState(found ?? [], true);
      } catch {
        // The run or the engine has gone, which is said elsewhere; the next snapshot asks again.
      }
    };
    const soon = (): void => {
      this.#timer ??= setTimeout(() => void look(), this.#rows < 0 ? 0 : everyMs);
    };
    this.#stop = feed.subscribe(soon);
    soon();
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
