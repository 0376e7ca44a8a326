/** A window of a pool, as far as the pool is concerned. */
export interface PooledWindow {
  readonly isGone: boolean;
  destroy(): void;
}

interface Place<W> {
  readonly window: W;
  host: string;
  isBusy: boolean;
  /** For the order of use. */
  usedAt: number;
}

interface Waiting<W> {
  readonly host: string;
  resolve(window: W): void;
  reject(reason: unknown): void;
}

/**
 * At most so many windows, opened as they are needed. A window goes back to the host that it has been on
 * where that is possible: another host costs a new process.
 */
export class WindowPool<W extends PooledWindow> {
  readonly #size: number;
  readonly #open: () => Promise<W>;
  readonly #places = new Set<Place<W>>();
  readonly #waiting: Waiting<W>[] = [];
  #opening = 0;
  #uses = 0;
  #isClosed = false;

  constructor(size: number, open: () => Promise<W>) {
    this.#size = size;
    this.#open = open;
  }

  /** The windows that are open. */
  get windows(): readonly W[] {
    return [...this.#places].map(({ window }) => window);
  }

  /** A window that is used by no other page. Rejects if no window can be opened, or the pool is closed. */
  take(host: string): Promise<W> {
    if (this.#isClosed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ host, resolve, reject });
      this.#serve();
    });
  }

  /** Gives a window back; one that is gone makes room for another. */
  giveBack(window: W): void {
    for (const place of this.#places) if (place.window === window) this.#free(place);
    this.#serve();
  }

  close(): void {
    this.#isClosed = true;
    for (const { window } of this.#places) window.destroy();
    this.#places.clear();
    for (const { reject } of this.#waiting.splice(0)) reject(closedError());
  }

  #free(place: Place<W>): void {
    place.isBusy = false;
    if (!place.window.isGone) return;
    place.window.destroy();
    this.#places.delete(place);
  }

  #serve(): void {
    // A page may end its window after it was taken.
    for (const place of [...this.#places]) {
      if (!place.isBusy && place.window.isGone) this.#free(place);
    }
    for (;;) {
      const [first] = this.#waiting;
      if (first === undefined) return;
      const place = this.#placeFor(first.host);
      if (place === null) {
        if (this.#places.size + this.#opening < this.#size) this.#openOne();
        return;
      }
      this.#waiting.shift();
      place.isBusy = true;
      place.host = first.host;
      place.usedAt = this.#uses++;
      first.resolve(place.window);
    }
  }

  /** The free window of the host; else, if no more can be opened, the one that was used longest ago. */
  #placeFor(host: string): Place<W> | null {
    const free = [...this.#places].filter(({ isBusy, window }) => !isBusy && !window.isGone);
    const same = free.find((place) => place.host === host || place.host === '');
    if (same !== undefined) return same;
    if (this.#places.size + this.#opening < this.#size) return null;
    return free.toSorted((a, b) => a.usedAt - b.usedAt)[0] ?? null;
  }

  #openOne(): void {
    this.#opening += 1;
    this.#open().then(
      (window) => {
        this.#opening -= 1;
        if (this.#isClosed) {
          window.destroy();
          return;
        }
        this.#places.add({ window, host: '', isBusy: false, usedAt: this.#uses++ });
        this.#serve();
      },
      (error: unknown) => {
        this.#opening -= 1;
        // The page that has waited longest learns why; the others try again.
        this.#waiting.shift()?.reject(error);
        this.#serve();
      },
    );
  }
}

function closedError(): Error {
  return new Error('The browser session is closed.');
}
