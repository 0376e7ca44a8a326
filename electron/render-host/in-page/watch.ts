import { openRoots } from './open-roots.ts';

/** What the host learns of the page, each time that something in it has changed. */
export interface WatchState {
  /** Counts the changes of the document. */
  readonly changes: number;
  /** There are wanted selectors that a browser can evaluate. */
  readonly wants: boolean;
  /** Every one of them matches. */
  readonly matched: boolean;
  /** The selector that the job waits for matches, or there is none. */
  readonly waitedFor: boolean;
  /** Differs if anything about the wanted elements differs. */
  readonly signature: number;
  readonly loading: boolean;
}

interface WatchParts {
  readonly wanted: readonly string[];
  readonly waitFor: string | null;
  tell(state: WatchState): void;
}

/** The time between two reports: many changes in a row are one report. */
const reportMs = 16;
/** At most this share of the page's time is used for looking: the pause grows with the last look. */
const pauseFactor = 6;
/** The characters of the wanted elements that are compared. */
const mostCompared = 400_000;

/** Follows the changes of the document. */
export class Watch {
  readonly #parts: WatchParts;
  /** The selectors that a browser can evaluate. */
  readonly #wanted: readonly string[];
  readonly #waitFor: string | null;
  readonly #observer = new MutationObserver(() => this.#changed());
  readonly #observed = new WeakSet<Node>();
  #changes = 0;
  #isDue = false;
  #pauseMs = reportMs;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#wanted = parts.wanted.filter(isSelector);
    this.#waitFor = parts.waitFor !== null && isSelector(parts.waitFor) ? parts.waitFor : null;
  }

  start(): void {
    this.#observe(document);
    document.addEventListener('readystatechange', () => this.#changed());
    this.#report();
  }

  /**
   * Whether the page is still as it was reported: the wanted elements if they are all there, else the whole
   * document.
   */
  isStill({ changes, signature }: Pick<WatchState, 'changes' | 'signature'>): boolean {
    // Changes of this very turn, of which the observer has not been told yet.
    if (this.#observer.takeRecords().length > 0) this.#changed();
    const state = this.#look();
    return state.wants && state.matched ? state.signature === signature : state.changes === changes;
  }

  /**
   * Resolves when the page has nothing to do: timers that are due and answers that have arrived are done. Where
   * not all wanted elements are there, it has been painted too: what loads as it comes into view loads then.
   */
  async idle(): Promise<void> {
    const { wants, matched } = this.#look();
    if (!wants || !matched) await painted();
    const { scheduler } = globalThis as unknown as { scheduler?: Scheduler };
    if (scheduler === undefined) await new Promise((resolve) => setTimeout(resolve, 0));
    else await scheduler.postTask(() => undefined, { priority: 'background' });
  }

  #observe(root: Node): void {
    this.#observed.add(root);
    this.#observer.observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  }

  #changed(): void {
    this.#changes += 1;
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#report(), this.#pauseMs);
  }

  #report(): void {
    this.#isDue = false;
    const startMs = performance.now();
    const state = this.#look();
    this.#pauseMs = Math.max(reportMs, (performance.now() - startMs) * pauseFactor);
    this.#parts.tell(state);
  }

  #look(): WatchState {
    const roots = [document, ...openRoots(document)];
    for (const root of roots) if (!this.#observed.has(root)) this.#observe(root);
    let matched = true;
    const compared = new Signature();
    for (const selector of this.#wanted) {
      const found = roots.flatMap((root) => [...root.querySelectorAll(selector)]);
      if (found.length === 0) matched = false;
      compared.add(`${found.length}`);
      for (const element of found) {
        if (compared.length > mostCompared) break;
        compared.add(element.outerHTML);
      }
    }
    const { waitFor } = this.#parts;
    const selector = this.#waitFor;
    const waitedFor =
      waitFor === null ||
      (selector !== null && roots.some((root) => root.querySelector(selector) !== null));
    return {
      changes: this.#changes,
      wants: this.#wanted.length > 0,
      matched,
      waitedFor,
      signature: compared.value,
      loading: document.readyState === 'loading',
    };
  }
}

interface Scheduler {
  postTask(task: () => void, options: { readonly priority: 'background' }): Promise<void>;
}

/** Two frames: observers of the view are told between them. A window that paints nothing does not wait. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, longestFramesMs);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

const longestFramesMs = 1_000;

function isSelector(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}

/** FNV-1a over the texts that are added. */
class Signature {
  #hash = 0x811c9dc5;
  length = 0;

  add(text: string): void {
    const end = Math.min(text.length, mostCompared - this.length);
    for (let index = 0; index < end; index += 1) {
      this.#hash = Math.imul(this.#hash ^ text.charCodeAt(index), 0x01000193);
    }
    this.length += end;
  }

  get value(): number {
    return this.#hash >>> 0;
  }
}
