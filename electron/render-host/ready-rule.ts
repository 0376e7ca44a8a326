/** What the page has reported last: see `WatchState` of the code inside the page. */
export interface PageState {
  readonly changes: number;
  readonly wants: boolean;
  readonly matched: boolean;
  readonly waitedFor: boolean;
  readonly signature: number;
  readonly loading: boolean;
}

/** The open requests of a page that keep it from being ready. */
export interface OpenWork {
  /** Scripts, documents and requests of scripts: what arrives may change any value. */
  readonly active: number;
  /** These, and style sheets. */
  readonly all: number;
}

/**
 * The wanted elements are there, and nothing is on its way: the scripts that were started by the last
 * answer get this long to change something. The page confirms besides that it has nothing to do.
 */
const settledMs = 40;
/** Nothing was asked for and nothing happens. */
const quietMs = 80;
/**
 * Some wanted elements are missing, and nothing happens: many pages have no value for some field, and some
 * wait a little before they ask for one.
 */
const missingMs = 500;
/** The wanted elements do not change any more, although requests are open: pages that poll always have one. */
const steadyMs = 2_000;

/**
 * Decides when a page is ready. Chromium's own event for an idle network comes half a second late on every
 * page, and never on pages that poll.
 */
export class ReadyRule {
  #state: PageState | null = null;
  #work: OpenWork = { active: 0, all: 0 };
  #isLeaving = false;
  /** The last moments at which the document, the wanted elements, and the open requests changed. */
  #changedAtMs: number;
  #wantedChangedAtMs: number;
  #workedAtMs: number;

  constructor(nowMs: number) {
    this.#changedAtMs = nowMs;
    this.#wantedChangedAtMs = nowMs;
    this.#workedAtMs = nowMs;
  }

  /** A new document is in the window. */
  began(nowMs: number): void {
    this.#state = null;
    this.#isLeaving = false;
    this.#changedAtMs = nowMs;
    this.#wantedChangedAtMs = nowMs;
    this.#workedAtMs = nowMs;
  }

  /** The page is about to be replaced by the document to which its script leads; or no longer. */
  leaves(isLeaving: boolean): void {
    this.#isLeaving = isLeaving;
  }

  told(state: PageState, nowMs: number): void {
    const last = this.#state;
    if (last === null || last.changes !== state.changes || last.loading !== state.loading) {
      this.#changedAtMs = nowMs;
    }
    if (last === null || last.signature !== state.signature || last.matched !== state.matched) {
      this.#wantedChangedAtMs = nowMs;
    }
    this.#state = state;
  }

  works(work: OpenWork, nowMs: number): void {
    this.#work = work;
    this.#workedAtMs = nowMs;
  }

  /** The moment at which the page is ready if nothing happens until then; null: something has to happen. */
  readyAtMs(): number | null {
    const state = this.#state;
    if (state === null || state.loading || !state.waitedFor || this.#isLeaving) return null;
    const idleAtMs = Math.max(this.#changedAtMs, this.#workedAtMs);
    if (state.wants && state.matched) {
      return this.#work.active === 0
        ? Math.max(this.#wantedChangedAtMs, this.#workedAtMs) + settledMs
        : this.#wantedChangedAtMs + steadyMs;
    }
    if (this.#work.all > 0) return null;
    return idleAtMs + (state.wants ? missingMs : quietMs);
  }

  /** What the page has reported last; null for a document that has just begun. */
  get state(): PageState | null {
    return this.#state;
  }
}
