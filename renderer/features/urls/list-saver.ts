import type { Text } from '@codemirror/state';
import type { Call } from '#renderer/bridge/client.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { piecesOf } from './list-text.ts';
import type { PageTime } from './page-time.ts';

export type ListSaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly message: string };

export interface ListSaverPorts {
  readonly send: Call;
  readonly time: PageTime;
  readonly onState: (state: ListSaveState) => void;
  /** Called with the text that is now on the disk. */
  readonly onSaved: (text: Text) => void;
}

const smallChars = 1_000_000;
const smallPauseMs = 500;
const largePauseMs = 3000;
const retryPauseMs = 5000;

/**
 * Saves the whole text of a list, in pieces, while the page is idle: a small one soon after a change, a large
 * one every few seconds at most. A text is immutable, so a write holds one state of it, even if the list is
 * changed meanwhile.
 */
export class ListSaver {
  readonly #ports: ListSaverPorts;
  readonly #jobId: string;
  /** The newest text that is not on the disk. */
  #unsaved: Text | null = null;
  #writing: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;
  #hurry = false;
  #writes = 0;

  constructor(jobId: string, ports: ListSaverPorts) {
    this.#jobId = jobId;
    this.#ports = ports;
  }

  get hasUnsaved(): boolean {
    return this.#unsaved !== null || this.#writing !== null;
  }

  changed(text: Text): void {
    this.#unsaved = text;
    this.#ports.onState({ kind: 'unsaved' });
    this.#saveIn(text.length < smallChars ? smallPauseMs : largePauseMs);
  }

  /** Settles when the newest text is on the disk; rejects with the reason when it cannot be saved. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#hurry = true;
    try {
      await this.#drain();
    } finally {
      this.#hurry = false;
    }
  }

  /** Further typing does not delay the save, so that text typed without a pause is saved too. */
  #saveIn(delayMs: number): void {
    this.#cancelTimer ??= this.#ports.time.after(delayMs, () => {
      this.#cancelTimer = null;
      // A failure is shown through onState.
      this.#drain().catch(() => undefined);
    });
  }

  async #drain(): Promise<void> {
    if (this.#writing) await this.#writing.catch(() => undefined);
    while (this.#unsaved) {
      this.#writing ??= this.#write(this.#unsaved).finally(() => {
        this.#writing = null;
      });
      await this.#writing;
    }
  }

  async #write(text: Text): Promise<void> {
    const { send, time, onState, onSaved } = this.#ports;
    this.#unsaved = null;
    this.#writes += 1;
    const writeId = `page-${this.#writes}`;
    onState({ kind: 'saving' });
    try {
      for (const piece of piecesOf(text)) {
        if (!this.#hurry) await time.idle();
        await send('list.write', { jobId: this.#jobId, writeId, ...piece });
      }
    } catch (error) {
      this.#unsaved ??= text;
      onState({ kind: 'failed', message: toErrorReply(error).message });
      this.#saveIn(retryPauseMs);
      throw error;
    }
    onState(this.#unsaved ? { kind: 'unsaved' } : { kind: 'saved' });
    onSaved(text);
  }
}
