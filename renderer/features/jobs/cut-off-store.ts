import { createStore } from 'zustand/vanilla';
import { type Call, call } from '#renderer/bridge/client.ts';
import type { CutOffRun } from '#shared/ipc/contract.ts';
import type { JobListItem } from '#shared/ipc/job-library.ts';

interface CutOffState {
  /** Runs that the last session left unfinished, and about which the person has not decided yet. */
  readonly runs: readonly CutOffRun[];
  load(): Promise<void>;
  /** Resumes all of them; rejects with the first refusal after all calls were made. */
  resume(): Promise<void>;
  notNow(): void;
  /** A run that is active again, is deleted or has a successor needs no decision. */
  noteList(list: readonly JobListItem[]): void;
}

export function createCutOffStore(send: Call) {
  return createStore<CutOffState>((set, get) => ({
    runs: [],
    async load() {
      set({ runs: await send('runs.cut-off', {}) });
    },
    async resume() {
      const { runs } = get();
      set({ runs: [] });
      const outcomes = await Promise.allSettled(
        runs.map(({ runId }) => send('run.resume', { runId })),
      );
      const refused = outcomes.find((outcome) => outcome.status === 'rejected');
      if (refused) throw refused.reason;
    },
    notNow: () => set({ runs: [] }),
    noteList(list) {
      const { runs } = get();
      const open = runs.filter(({ jobId, runId }) => {
        const lastRun = list.find(({ id }) => id === jobId)?.lastRun;
        return lastRun?.runId === runId && ['interrupted', 'stopped'].includes(lastRun.state);
      });
      if (open.length < runs.length) set({ runs: open });
    },
  }));
}

export const cutOffStore = createCutOffStore(call);
