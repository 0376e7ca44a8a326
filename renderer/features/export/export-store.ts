import { createStore } from 'zustand/vanilla';
import type { Call, on } from '#renderer/bridge/client.ts';
import type { ExportProgress } from '#shared/engine-protocol/export.ts';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import { type ExportChoice, optionsOf, recallChoice, rememberChoice } from './export-options.ts';

export type ExportPhase =
  | { readonly kind: 'choosing' }
  /** The save dialog of the system is open. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'writing'; readonly progress: ExportProgress }
  | { readonly kind: 'done'; readonly progress: ExportProgress }
  | { readonly kind: 'failed'; readonly message: string };

interface ExportState {
  /** The run that the dialog is open for; null while it is closed. */
  readonly runId: string | null;
  readonly choice: ExportChoice;
  readonly phase: ExportPhase;
  /** The id of the current export. */
  readonly exportId: string | null;
}

interface ExportPorts {
  readonly call: Call;
  readonly on: typeof on;
  readonly memory: () => Pick<Storage, 'getItem' | 'setItem'>;
  readonly newId: () => string;
  /** The dialog was closed in the meantime: the result has to be shown elsewhere. */
  readonly onDoneUnseen: (progress: ExportProgress) => void;
  readonly onFailedUnseen: (message: string) => void;
}

/** One export at a time: its dialog, its options, its progress and its result. */
export function createExportStore(ports: ExportPorts) {
  const store = createStore<ExportState>(() => ({
    runId: null,
    choice: recallChoice(ports.memory()),
    phase: { kind: 'choosing' },
    exportId: null,
  }));
  const set = store.setState;
  const get = store.getState;

  ports.on('engine', (event) => {
    if (event.kind !== 'export' || event.progress.exportId !== get().exportId) return;
    if (event.progress.state === 'writing')
      set({ phase: { kind: 'writing', progress: event.progress } });
  });

  function end(phase: ExportPhase): void {
    const unseen = get().runId === null;
    set({ phase: unseen ? { kind: 'choosing' } : phase, exportId: null });
    if (!unseen) return;
    if (phase.kind === 'done') ports.onDoneUnseen(phase.progress);
    if (phase.kind === 'failed') ports.onFailedUnseen(phase.message);
  }

  return Object.assign(store, {
    /** Opens the dialog. An export that is still running is shown instead. */
    open(runId: string): void {
      set(get().exportId === null ? { runId, phase: { kind: 'choosing' } } : { runId });
    },
    /** Closes the dialog; a running export continues. */
    close(): void {
      set({ runId: null });
    },
    choose(change: Partial<ExportChoice>): void {
      const choice = { ...get().choice, ...change };
      set({ choice });
      rememberChoice(ports.memory(), choice);
    },
    async save(): Promise<void> {
      const { runId, choice, exportId: underWay } = get();
      if (runId === null || underWay !== null) return;
      const exportId = ports.newId();
      set({ exportId, phase: { kind: 'asking' } });
      try {
        const options = optionsOf(choice);
        end(phaseOf(await ports.call('export.save', { exportId, runId, options })));
      } catch (error) {
        const cancelled = error instanceof TrawlError && error.code === 'CANCELLED';
        end(
          cancelled
            ? { kind: 'choosing' }
            : { kind: 'failed', message: toErrorReply(error).message },
        );
      }
    },
    async cancel(): Promise<void> {
      const { exportId } = get();
      if (exportId !== null) await ports.call('export.cancel', { exportId });
    },
    async reveal(file: string): Promise<void> {
      await ports.call('export.reveal', { file });
    },
  });
}

function phaseOf(progress: ExportProgress | null): ExportPhase {
  if (progress === null || progress.state === 'cancelled') return { kind: 'choosing' };
  if (progress.state === 'failed') {
    return { kind: 'failed', message: progress.error ?? 'The file could not be written.' };
  }
  return { kind: 'done', progress };
}
