/**
 * The step at which a thread is, readable while the thread is too busy to answer: one number in memory that
 * both sides share. 0: idle.
 */
export class Progress {
  /** To be passed to the thread, which makes its own `Progress` of it. */
  readonly shared: SharedArrayBuffer;
  readonly #cell: Int32Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.shared = shared;
    this.#cell = new Int32Array(shared);
  }

  get step(): number {
    return Atomics.load(this.#cell, 0);
  }

  note(step: number): void {
    Atomics.store(this.#cell, 0, step);
  }
}

/** Finds out for how long a thread has been at one step. To be looked at several times within a deadline. */
export class StepWatch {
  readonly #progress: Progress;
  #step = 0;
  #sinceMs = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  /** The present step, and the time for which every look so far has found the same one; 0 while idle. */
  look(nowMs: number): { readonly step: number; readonly stayedMs: number } {
    const { step } = this.#progress;
    if (step !== this.#step) {
      this.#step = step;
      this.#sinceMs = nowMs;
    }
    return { step, stayedMs: step === 0 ? 0 : nowMs - this.#sinceMs };
  }
}
