import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { Clock } from '../../ports/clock.ts';
import type { InputReader } from '../../ports/input-reader.ts';
import type { RunLedger } from '../../ports/run-ledger.ts';

/** Reads the list of a run into its file, batch by batch, with time for other work between two batches. */
export class Intake {
  readonly #ledger: Pick<RunLedger, 'imported' | 'import' | 'importDone'>;
  readonly #clock: Clock;
  readonly #onProgress: () => void;
  readonly #abort = new AbortController();
  #progress: RunSnapshot['importing'] = null;
  #isHeld = false;
  #letGo = (): void => undefined;

  constructor(deps: {
    readonly ledger: Pick<RunLedger, 'imported' | 'import' | 'importDone'>;
    readonly clock: Clock;
    readonly onProgress: () => void;
  }) {
    this.#ledger = deps.ledger;
    this.#clock = deps.clock;
    this.#onProgress = deps.onProgress;
  }

  /** The number of items read so far; null before the list is read and once it is complete. */
  get progress(): RunSnapshot['importing'] {
    return this.#progress;
  }

  /**
   * Resolves with true once the list is read, or with false once the intake was closed. Items that an
   * earlier intake read before it was cut off are skipped.
   *
   * @throws the errors of the reader and of the ledger
   */
  async read(reader: InputReader): Promise<boolean> {
    const { signal } = this.#abort;
    this.#progress = { lines: 0, bytes: 0, totalBytes: 0 };
    let known = this.#ledger.imported();
    try {
      for await (const batch of reader.batches(signal)) {
        await this.#untilLetGo();
        if (signal.aborted) return false;
        const { items, lines, bytes, totalBytes } = batch;
        this.#ledger.import(known === 0 ? batch : { ...batch, items: items.slice(known) });
        known = Math.max(0, known - items.length);
        this.#progress = { lines, bytes, totalBytes };
        this.#onProgress();
        await new Promise<void>((resolve) => this.#clock.after(0, resolve));
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (signal.aborted) return false;
    this.#ledger.importDone();
    this.#progress = null;
    return true;
  }

  /** The next batch has to wait. */
  hold(): void {
    this.#isHeld = true;
  }

  goOn(): void {
    this.#isHeld = false;
    this.#letGo();
  }

  close(): void {
    this.#abort.abort();
    this.goOn();
  }

  async #untilLetGo(): Promise<void> {
    while (this.#isHeld) {
      await new Promise<void>((resolve) => {
        this.#letGo = resolve;
      });
    }
  }
}
