import { toErrorReply } from '#shared/errors/trawl-error.ts';
import type { JobPatch } from '#shared/ipc/job-library.ts';

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly message: string };

export interface PatchSaverPorts {
  readonly save: (jobId: string, patch: JobPatch) => Promise<unknown>;
  /** Calls back once after `delayMs`; the returned function cancels it. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onState: (state: SaveState) => void;
}

const typingPauseMs = 400;

/**
 * Saves what is typed into a job once the typing pauses. What could not be saved is kept and goes
 * out with the next try; one save is under way at a time, so that none overtakes another.
 */
export class PatchSaver {
  private readonly ports: PatchSaverPorts;
  private pending: { readonly jobId: string; readonly patch: JobPatch } | null = null;
  private saving: Promise<void> | null = null;
  private cancelTimer: (() => void) | null = null;

  constructor(ports: PatchSaverPorts) {
    this.ports = ports;
  }

  edit(jobId: string, patch: JobPatch): void {
    // Whoever opens another job flushes first; patches of two jobs never wait together.
    this.pending = { jobId, patch: { ...this.pending?.patch, ...patch } };
    this.ports.onState({ kind: 'unsaved' });
    this.cancelTimer?.();
    this.cancelTimer = this.ports.after(typingPauseMs, () => {
      // The failure is shown through onState; the timer has nobody else to tell.
      this.flush().catch(() => undefined);
    });
  }

  /** Forgets what waits for a job that was deleted. */
  forget(jobId: string): void {
    if (this.pending?.jobId !== jobId) return;
    this.pending = null;
    this.cancelTimer?.();
    this.ports.onState({ kind: 'saved' });
  }

  /** Settles when everything typed so far is saved; rejects with the reason when it cannot be. */
  async flush(): Promise<void> {
    this.cancelTimer?.();
    this.cancelTimer = null;
    if (this.saving) await this.saving.catch(() => undefined);
    while (this.pending) {
      this.saving ??= this.saveOnce(this.pending).finally(() => {
        this.saving = null;
      });
      await this.saving;
    }
  }

  private async saveOnce(sent: { readonly jobId: string; readonly patch: JobPatch }) {
    this.pending = null;
    this.ports.onState({ kind: 'saving' });
    try {
      await this.ports.save(sent.jobId, sent.patch);
    } catch (error) {
      this.putBack(sent);
      this.ports.onState({ kind: 'failed', message: toErrorReply(error).message });
      throw error;
    }
    this.ports.onState(this.pending ? { kind: 'unsaved' } : { kind: 'saved' });
  }

  /** Under what was typed meanwhile: the newer wins. */
  private putBack({ jobId, patch }: { readonly jobId: string; readonly patch: JobPatch }): void {
    this.pending = { jobId, patch: { ...patch, ...this.pending?.patch } };
  }
}
