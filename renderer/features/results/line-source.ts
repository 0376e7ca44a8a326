import type { ResultLine, ResultView, ResultWindow } from '#shared/engine-protocol/results.ts';

/** The number of lines that the grid requests at a time. */
export const blockLines = 100;

const fastestPulseMs = 500;
/** A slow query (a text filter over a million lines) may use at most a quarter of the engine's time. */
const restPerQuery = 3;

/** The functions that the source needs from the grid. */
export interface LineGrid {
  setRowCount(rows: number): void;
  /** Fills lines into the rows from `offset` on, where the grid holds the rows and they are still empty. */
  fill(offset: number, lines: readonly ResultLine[]): void;
  /** Requests all blocks of the grid again; the old rows are shown until the answer arrives. */
  reload(): void;
}

interface LineSourceEvents {
  /**
   * Called after every answer: the number of lines in the view, and how many of them the grid does not show
   * yet.
   */
  onTotal(total: number, unseen: number): void;
  onError(error: unknown): void;
}

type FetchWindow = (view: ResultView, offset: number, limit: number) => Promise<ResultWindow>;

export interface Timer {
  now(): number;
  /** Calls `callback` once after `delayMs`; returns the function that cancels the timer. */
  after(delayMs: number, callback: () => void): () => void;
}

/**
 * Feeds the grid from `results.window`. Blocks are fetched when the grid requests them. While the run is
 * active, a view in order of arrival only grows at its end: the source requests the block that contains the
 * last known line, fills in the new lines and raises the row count, and no row on screen moves. A sorted view
 * can change anywhere: there the source only counts, and the person decides when to reload.
 */
export class LineSource {
  readonly #grid: LineGrid;
  readonly #fetch: FetchWindow;
  readonly #events: LineSourceEvents;
  readonly #timer: Timer;
  #view: ResultView;
  /** Rises with every change of view: an answer for an older view is dropped. */
  #generation = 0;
  /** The number of lines that the grid shows. */
  #shown = 0;
  /** The lines passed to `show`, until the grid requests them. */
  #ahead: Pick<ResultWindow, 'lines' | 'total'> | null = null;
  #dirty = false;
  #pulsing = false;
  #notBeforeMs = 0;
  #cancelTimer: (() => void) | null = null;
  #closed = false;

  constructor(
    view: ResultView,
    grid: LineGrid,
    fetch: FetchWindow,
    events: LineSourceEvents,
    timer: Timer,
  ) {
    this.#view = view;
    this.#grid = grid;
    this.#fetch = fetch;
    this.#events = events;
    this.#timer = timer;
  }

  /** Another order or filter: the grid starts over, and requests its blocks. */
  setView(view: ResultView): void {
    this.#view = view;
    this.#generation += 1;
    this.#ahead = null;
    this.#shown = 0;
    this.#dirty = false;
  }

  /** Lines that are available before the grid has requested them: the first ones of this view. */
  show({ lines, total }: ResultWindow): void {
    this.#shown = total;
    this.#grid.setRowCount(total);
    this.#grid.fill(0, lines);
    this.#ahead = { lines, total };
  }

  /** A block for the grid; null when the view has changed meanwhile, or on an error. */
  async block(offset: number): Promise<{ lines: readonly ResultLine[]; total: number } | null> {
    const ahead = offset === 0 ? this.#ahead : null;
    if (ahead !== null) this.#ahead = null;
    const window = ahead ?? (await this.#ask(offset, blockLines));
    if (window === null) return null;
    // A pulse may have raised the count meanwhile: the row count never decreases, and a block that has grown
    // since is requested again, or its last rows would stay empty.
    const total = this.#onlyGrows() ? Math.max(this.#shown, window.total) : window.total;
    const expected = Math.min(blockLines, total - offset);
    if (window.lines.length < expected && total > window.total) return this.block(offset);
    this.#shown = total;
    this.#events.onTotal(total, 0);
    return { lines: window.lines, total };
  }

  /** The run has made progress: checks for new lines soon, at most twice a second. */
  touch(): void {
    this.#dirty = true;
    this.#schedule();
  }

  /** Lines may have disappeared or changed (failed pages are tried again), or the person reloads. */
  async reload(): Promise<void> {
    this.#ahead = null;
    const window = await this.#ask(0, 1);
    if (window === null) return;
    this.#shown = window.total;
    this.#grid.setRowCount(window.total);
    this.#grid.reload();
    this.#events.onTotal(window.total, 0);
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
  }

  #onlyGrows(): boolean {
    return this.#view.sort === null;
  }

  #schedule(): void {
    if (this.#closed || this.#pulsing || this.#cancelTimer !== null || !this.#dirty) return;
    const delayMs = Math.max(0, this.#notBeforeMs - this.#timer.now());
    this.#cancelTimer = this.#timer.after(delayMs, () => {
      this.#cancelTimer = null;
      void this.#pulse();
    });
  }

  async #pulse(): Promise<void> {
    this.#dirty = false;
    this.#pulsing = true;
    const startedMs = this.#timer.now();
    await (this.#onlyGrows() ? this.#grow() : this.#count());
    const tookMs = this.#timer.now() - startedMs;
    this.#pulsing = false;
    this.#notBeforeMs = this.#timer.now() + Math.max(fastestPulseMs, tookMs * restPerQuery);
    this.#schedule();
  }

  async #grow(): Promise<void> {
    const known = this.#shown;
    const offset = Math.floor(known / blockLines) * blockLines;
    const window = await this.#ask(offset, blockLines);
    if (window === null) return;
    if (window.total < known) {
      await this.reload();
      return;
    }
    this.#shown = Math.max(this.#shown, window.total);
    this.#grid.setRowCount(this.#shown);
    this.#grid.fill(offset, window.lines);
    this.#events.onTotal(this.#shown, 0);
  }

  async #count(): Promise<void> {
    const window = await this.#ask(0, 1);
    if (window !== null) {
      this.#events.onTotal(window.total, Math.max(0, window.total - this.#shown));
    }
  }

  async #ask(offset: number, limit: number): Promise<ResultWindow | null> {
    const generation = this.#generation;
    const stale = () => this.#closed || generation !== this.#generation;
    try {
      const window = await this.#fetch(this.#view, offset, limit);
      return stale() ? null : window;
    } catch (error) {
      if (!stale()) this.#events.onError(error);
      return null;
    }
  }
}
