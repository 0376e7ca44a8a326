import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';

/** What an engine has said of its runs. */
export interface WatchedRuns {
  /** In the order in which they came. */
  readonly seen: readonly RunSnapshot[];
  /** Resolves with the newest snapshot as soon as it fulfils the condition. */
  until(wanted: (snapshot: RunSnapshot) => boolean): Promise<RunSnapshot>;
  /** Forgets the snapshots so far, so that `until` waits for a new one. */
  forget(): void;
}

/** To be called before the engine starts a run. */
export function watchRuns(engine: EngineApi): WatchedRuns {
  const seen: RunSnapshot[] = [];
  const waiting = new Set<() => void>();
  engine.onEvent((event) => {
    if (event.kind !== 'run') return;
    seen.push(event.snapshot);
    for (const look of [...waiting]) look();
  });
  return {
    seen,
    until: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const last = seen.at(-1);
          if (last === undefined || !wanted(last)) return;
          waiting.delete(look);
          resolve(last);
        };
        waiting.add(look);
        look();
      }),
    forget: () => {
      seen.length = 0;
    },
  };
}
