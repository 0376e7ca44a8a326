/** Bounds how many pages are rendered at once: each waits for a browser window, in the order of arrival. */
export class WindowQueue {
  readonly windows: number;
  readonly #waiting = new Set<() => void>();
  #used = 0;

  constructor(windows: number) {
    this.windows = windows;
  }

  /** Pages that wait for a window. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Runs `work` while it has a window. Rejects with the reason of `signal` if that aborts before. */
  async use<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw signal.reason;
    if (this.#used < this.windows) this.#used += 1;
    else await this.#turn(signal);
    try {
      return await work();
    } finally {
      this.#handOn();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = (): void => {
        this.#waiting.delete(turn);
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.add(turn);
    });
  }

  /** The window goes to the page that has waited longest, so that none that comes later overtakes it. */
  #handOn(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#used -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
