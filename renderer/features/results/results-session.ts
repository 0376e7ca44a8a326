import { createStore, type StoreApi } from 'zustand/vanilla';
import { call, on } from '#renderer/bridge/client.ts';
import { afterPaint, inNextTask } from '#renderer/ui/own-task.ts';
import { styleNonce } from '#renderer/ui/style-nonce.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import type { ResultLine, ResultView, ResultWindow } from '#shared/engine-protocol/results.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { copyValue } from './clipboard.ts';
import { laidOut, recallLayout, rememberLayout } from './column-memory.ts';
import type { HealthStore } from './health-header.ts';
import { type LineNews, NewsCounter, noNews } from './line-news.ts';
import { blockLines, LineSource, type Timer } from './line-source.ts';
import { type LineCounts, pulseOf } from './pulse.ts';
import { columnsOf } from './result-columns.ts';
import { ResultsGrid } from './results-grid.ts';
import { cellLimit, wholeCell } from './whole-cell.ts';

interface LinesState {
  /** Lines in the view; null until they are counted. */
  readonly total: number | null;
  /** Lines that a sorted view does not show yet. */
  readonly unseen: number;
  /** An answer is slow to arrive. */
  readonly busy: boolean;
  readonly problem: string | null;
  /** The news of the run since the session began. */
  readonly news: LineNews;
}

export interface ResultsEvents {
  readonly onFocus: (line: ResultLine) => void;
  readonly onOpen: (line: ResultLine) => void;
  readonly onCopyRows: (offset: number, rows: number) => void;
}

const idle: LinesState = { total: null, unseen: 0, busy: false, problem: null, news: noNews };
/** The state that is shown while there is no session. */
export const idleLines: StoreApi<LinesState> = createStore(() => idle);

const slowMs = 300;
const listOrder = { column: '$place', descending: false };

const timer: Timer = {
  now: () => performance.now(),
  after: (delayMs, callback) => {
    const id = setTimeout(callback, delayMs);
    return () => clearTimeout(id);
  },
};

/** The results of one run in a grid of their own, while they are on screen. */
export class ResultsSession {
  readonly state: StoreApi<LinesState> = createStore(() => idle);
  readonly #jobId: string;
  readonly #runId: string;
  readonly #health: HealthStore;
  readonly #events: ResultsEvents;
  #view: ResultView = { sort: null, filter: { text: '', state: null, errorCode: null } };
  #grid: ResultsGrid | null = null;
  #source: LineSource | null = null;
  #counts: LineCounts | null = null;
  readonly #news = new NewsCounter();
  #waiting = 0;
  #closed = false;
  readonly #stops: readonly (() => void)[];
  #host: HTMLElement | null = null;

  constructor(jobId: string, runId: string, health: HealthStore, events: ResultsEvents) {
    this.#health = health;
    this.#jobId = jobId;
    this.#runId = runId;
    this.#events = events;
    this.#stops = [
      on('engine', (event) => {
        if (event.kind === 'run' && event.snapshot.runId === runId) this.#follow(event.snapshot);
      }),
      // Reads again what could not be read while the engine was away.
      on('engine-status', ({ state }) => {
        if (state === 'ready' && this.state.getState().problem !== null) void this.reload();
      }),
    ];
  }

  /** The current order and filter of the grid. */
  get view(): ResultView {
    return this.#view;
  }

  /**
   * Creates the grid, and reads the columns of the run. The lines of a finished run are in the order of the
   * list, those of any other run in the order of arrival, where the view only grows at its end.
   */
  async open(host: HTMLElement): Promise<void> {
    this.#host = host;
    const asked = this.#view;
    /** The person has not filtered the lines meanwhile. */
    const isStill = (): boolean => this.#view.filter === asked.filter;
    try {
      // Read in the order of a finished run, since most opened runs are finished: the first lines come with
      // this answer.
      const [first, grid] = await Promise.all([
        this.#fetch({ ...asked, sort: listOrder }, 0, blockLines),
        this.#frameIn(host),
      ]);
      if (this.#closed || this.#source || !grid) return;
      const { columns, total } = first;
      const finished = first.finished || this.#counts?.state === 'finished';
      if (finished) this.#view = { ...this.#view, sort: listOrder };
      else void this.#learnCounts();
      this.#source = this.#sourceOf(grid);
      const layout = recallLayout(localStorage, this.#jobId);
      grid.setColumns(
        laidOut(columnsOf(columns, host.clientWidth, this.#health), layout),
        this.#view.sort,
      );
      this.#tell({ total: isStill() ? total : null, problem: null });
      await inNextTask();
      if (this.#closed) return;
      grid.start();
      // A run that has finished in the meantime has more of them.
      if (first.finished && isStill()) this.#source.show(first);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The snapshot that the next one is compared with. For a run that is not live it counts all requests. */
  async #learnCounts(): Promise<void> {
    try {
      const known = await call('run.snapshot', { runId: this.#runId });
      this.#counts ??= known;
    } catch {
      // The first snapshot is enough.
    }
  }

  setFilter(filter: ResultView['filter']): void {
    if (this.#closed || sameFilter(filter, this.#view.filter)) return;
    this.#setView({ ...this.#view, filter });
    this.#grid?.toTop();
    void this.#source?.reload();
  }

  /** Loads everything again: after an error, or to include new lines in a sorted view. */
  async reload(): Promise<void> {
    this.state.setState({ problem: null });
    if (this.#source) await this.#source.reload();
    else if (this.#host) await this.open(this.#host);
  }

  focusGrid(): void {
    this.#grid?.focus();
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#source?.close();
    this.#grid?.destroy();
  }

  async #frameIn(host: HTMLElement): Promise<ResultsGrid | null> {
    await afterPaint();
    if (this.#closed) return null;
    this.#grid ??= new ResultsGrid(
      host,
      {
        block: (offset, sort) => this.#block(offset, sort),
        onFocus: this.#events.onFocus,
        onOpen: this.#events.onOpen,
        onCopyRows: this.#events.onCopyRows,
        onCopyCell: (line, colId, shown) => void this.#copyWhole(line, colId, shown),
        onLayout: (changed) => rememberLayout(localStorage, this.#jobId, changed),
      },
      styleNonce(),
    );
    await inNextTask();
    return this.#grid;
  }

  #sourceOf(grid: ResultsGrid): LineSource {
    return new LineSource(
      this.#view,
      grid,
      (view, offset, limit) => this.#fetch(view, offset, limit),
      {
        onTotal: (total, unseen) => this.#tell({ total, unseen, problem: null }),
        onError: (error) => this.#fail(error),
      },
      timer,
    );
  }

  #block(offset: number, sort: ResultView['sort']) {
    const known = this.#view.sort;
    if (known?.column !== sort?.column || known?.descending !== sort?.descending) {
      this.#setView({ ...this.#view, sort });
    }
    return this.#source?.block(offset) ?? Promise.resolve(null);
  }

  #setView(view: ResultView): void {
    this.#view = view;
    this.#grid?.unselect();
    this.#source?.setView(view);
    this.#tell({ unseen: 0 });
  }

  #follow(now: LineCounts): void {
    const pulse = pulseOf(this.#counts, now);
    const justFinished = pulse === 'changed' && now.state === 'finished';
    this.#counts = now;
    this.state.setState({ news: this.#news.take(pulse, timer.now()) });
    if (pulse === 'more') this.#source?.touch();
    if (pulse === 'changed') void this.#source?.reload();
    // Not while the person has begun to read.
    if (justFinished && this.#view.sort === null && this.#grid?.isUntouched()) {
      this.#grid.sortBy(listOrder);
    }
  }

  async #fetch(view: ResultView, offset: number, limit: number): Promise<ResultWindow> {
    this.#waiting += 1;
    const slow = setTimeout(() => this.#tell({ busy: true }), slowMs);
    try {
      return await call('results.window', { runId: this.#runId, view, offset, limit });
    } finally {
      clearTimeout(slow);
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#tell({ busy: false });
    }
  }

  /** A long value is copied at once as the grid has it, and then whole as soon as it is loaded. */
  async #copyWhole({ requestId }: ResultLine, column: string, shown: string): Promise<void> {
    if (shown.length < cellLimit) return;
    try {
      const detail = await call('results.detail', { runId: this.#runId, requestId });
      const whole = wholeCell(detail, column, shown);
      if (whole !== null) copyValue(whole);
    } catch (error) {
      toastError('Only the beginning of the value was copied.', error);
    }
  }

  #fail(error: unknown): void {
    if (!this.#closed) this.#tell({ problem: toErrorReply(error).message });
  }

  /** Every block of a scroll repeats the same state: only a change is rendered. */
  #tell(change: Partial<LinesState>): void {
    const known = this.state.getState();
    const isNew = (Object.keys(change) as (keyof LinesState)[]).some(
      (name) => change[name] !== known[name],
    );
    if (isNew) this.state.setState(change);
  }
}

function sameFilter(a: ResultView['filter'], b: ResultView['filter']): boolean {
  const { field, is, value } = a.column ?? {};
  const isSame = b.column?.field === field && b.column?.is === is && b.column?.value === value;
  return isSame && a.text === b.text && a.state === b.state && a.errorCode === b.errorCode;
}
