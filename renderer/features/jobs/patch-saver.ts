import { toErrorReply } from '#shared/errors/trawl-error.ts';
import type { JobPatch } from '#shared/ipc/job-library.ts';

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly message: string };

export interface PatchSaverPorts {
  readonly save: (jobId: string, patch: JobPatch) => Promise<unknown>;
  /** Calls `callback` once after `delayMs`; the returned function cancels the timer. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onState: (state: SaveState) => void;
}

const typingPauseMs = 400;
const retryPauseMs = 5000;

interface Waiting {
  readonly jobId: string;
  readonly patch: JobPatch;
}

/**
 * Saves typed changes of a job after a pause in the typing. Changes that could not be saved are kept and
 * tried again; only one save runs at a time, so that none overtakes another.
 */
export class PatchSaver {
  readonly #ports: PatchSaverPorts;
  #waiting: Waiting | null = null;
  #saving: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(ports: PatchSaverPorts) {
    this.#ports = ports;
  }

  edit(jobId: string, patch: JobPatch): void {
    // Opening another job flushes first: patches of two jobs never wait together.
    this.#waiting = { jobId, patch: { ...this.#waiting?.patch, ...patch } };
    this.#ports.onState({ kind: 'unsaved' });
    this.#saveIn(typingPauseMs);
  }

  /** Drops the waiting changes of a job that is deleted. */
  forget(jobId: string): void {
    if (this.#waiting?.jobId !== jobId) return;
    this.#waiting = null;
    this.#cancelTimer?.();
    this.#ports.onState({ kind: 'saved' });
  }

  /** Settles when everything typed so far is saved; rejects with the reason when it cannot be saved. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    if (this.#saving) await this.#saving.catch(() => undefined);
    while (this.#waiting) {
      this.#saving ??= this.#save(this.#waiting).finally(() => {
        this.#saving = null;
      });
      await this.#saving;
    }
  }

  #saveIn(delayMs: number): void {
    this.#cancelTimer?.();
    // A failure is shown through onState; the timer has no caller to throw to.
    this.#cancelTimer = this.#ports.after(delayMs, () => void this.flush().catch(() => undefined));
  }

  async #save(sent: Waiting): Promise<void> {
    this.#waiting = null;
    this.#ports.onState({ kind: 'saving' });
    try {
      await this.#ports.save(sent.jobId, sent.patch);
    } catch (error) {
      this.#putBack(sent);
      this.#ports.onState({ kind: 'failed', message: toErrorReply(error).message });
      this.#saveIn(retryPauseMs);
      throw error;
    }
    this.#ports.onState(this.#waiting ? { kind: 'unsaved' } : { kind: 'saved' });
  }

  /** Merged under newer typing: the newer value wins. */
  #putBack({ jobId, patch }: Waiting): void {
    this.#waiting = { jobId, patch: { ...patch, ...this.#waiting?.patch } };
  }
}
