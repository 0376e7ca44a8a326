import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Call, call } from '#renderer/bridge/client.ts';
import type { LabKind, LabReport } from '#shared/engine-protocol/lab.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { defaultForm, type LabForm, type LabPlan } from './lab-form.ts';

interface LabState {
  /** The kind of measurement on screen. */
  readonly kind: LabKind;
  readonly form: LabForm;
  /** The newest report of each kind, kept while the app is open. */
  readonly reports: Readonly<Record<LabKind, LabReport | null>>;
  /** The current measurement, or the one about to begin; null: none. */
  readonly running: LabKind | null;
  readonly stopping: boolean;
  /** The reason why a measurement could not begin. */
  readonly problem: string | null;
}

interface LabActions {
  show(kind: LabKind): void;
  change(change: Partial<LabForm>): void;
  /** Settles when the measurement is over, however it ended. */
  start(plan: LabPlan): Promise<void>;
  stop(): Promise<void>;
  /** Loads a measurement that was active when the page crashed. */
  load(): Promise<void>;
  noteReport(report: LabReport): void;
}

export function createLabStore(send: Call) {
  return createStore<LabState & LabActions>((set, get) => ({
    kind: 'compare',
    form: defaultForm,
    reports: { compare: null, tune: null, render: null },
    running: null,
    stopping: false,
    problem: null,

    show: (kind) => set({ kind, problem: null }),
    change: (change) => set({ form: { ...get().form, ...change } }),

    async start(plan) {
      if (get().running !== null) return;
      set({ running: plan.kind, problem: null });
      try {
        get().noteReport(await send('lab.start', { plan }));
      } catch (error) {
        const { message } = toErrorReply(error);
        const report = get().reports[plan.kind];
        // The engine ended during the measurement: its last report is kept.
        if (report?.state === 'running') {
          get().noteReport({ ...report, state: 'failed', problem: message, now: null });
        } else {
          set({ problem: message });
        }
      }
      set({ running: null, stopping: false });
    },

    async stop() {
      if (get().running === null) return;
      set({ stopping: true });
      try {
        await send('lab.stop', {});
      } catch (error) {
        set({ stopping: false, problem: toErrorReply(error).message });
      }
    },

    async load() {
      const report = await send('lab.report', {});
      if (report === null || get().running !== null) return;
      get().noteReport(report);
      set({ kind: report.setup.kind });
    },

    noteReport(report) {
      const { kind } = report.setup;
      const over = report.state !== 'running';
      set({
        reports: { ...get().reports, [kind]: report },
        running: over ? null : kind,
        ...(over ? { stopping: false } : {}),
      });
    },
  }));
}

export const labStore = createLabStore(call);

export function useLab<T>(selector: (state: LabState & LabActions) => T): T {
  return useStore(labStore, selector);
}
