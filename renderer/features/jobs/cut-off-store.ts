import { createStore } from 'zustand/vanilla';
import { type Call, call } from '#renderer/bridge/client.ts';
import type { CutOffRun } from '#shared/ipc/contract.ts';

export interface CutOffState {
  /** Runs that the last session left unfinished, and that nobody has decided about yet. */
  readonly runs: readonly CutOffRun[];
  load(): Promise<void>;
  /** Goes on with all of them; rejects with the first refusal when all were asked. */
  goOn(): Promise<void>;
  notNow(): void;
  /** A run that has begun to go on, or has a successor, needs no decision any more. */
  drop(jobId: string): void;
}

export function createCutOffStore(send: Call) {
  return createStore<CutOffState>((set, get) => ({
    runs: [],
    async load() {
      set({ runs: await send('runs.cut-off', {}) });
    },
    async goOn() {
      const { runs } = get();
      set({ runs: [] });
      const outcomes = await Promise.allSettled(
        runs.map(({ runId }) => send('run.resume', { runId })),
      );
      const refused = outcomes.find((outcome) => outcome.status === 'rejected');
      if (refused) throw refused.reason;
    },
    notNow: () => set({ runs: [] }),
    drop(jobId) {
      const { runs } = get();
      if (runs.some((run) => run.jobId === jobId)) {
        set({ runs: runs.filter((run) => run.jobId !== jobId) });
      }
    },
  }));
}

export const cutOffStore = createCutOffStore(call);
