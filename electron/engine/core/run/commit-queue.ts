import type { Clock } from '../../ports/clock.ts';
import type { Growth } from '../../ports/run-ledger.ts';
import type { UrlOutcome } from './counters.ts';

/** A commit costs about the same for one outcome as for many; a delay of 250 ms goes unnoticed. */
const mostOutcomes = 200;
const longestWaitMs = 250;
/** A page may have thousands: the engine's thread types and writes them in one go. */
const mostRows = 2000;
/** Characters of rows and bytes of kept pages: large ones must not pile up in memory. */
const mostSize = 8_388_608;

interface CommitQueueDeps {
  /** Writes them into the file, all or none, with the requests that they lead to. */
  readonly commit: (outcomes: readonly UrlOutcome[]) => Growth;
  readonly clock: Clock;
  readonly onCommitted: (outcomes: readonly UrlOutcome[], growth: Growth, tookMs: number) => void;
  readonly onFailed: (error: unknown, lost: number) => void;
}

/** Outcomes that wait to be written into the run's file together. */
export class CommitQueue {
  readonly #deps: CommitQueueDeps;
  #waiting: UrlOutcome[] = [];
  #size = 0;
  #rows = 0;
  #leads = false;
  #cancel: (() => void) | null = null;

  constructor(deps: CommitQueueDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** An outcome waits whose page leads to others: they can only start once it is committed. */
  get leads(): boolean {
    return this.#leads;
  }

  add(outcome: UrlOutcome): void {
    this.#waiting.push(outcome);
    if (outcome.next?.kind === 'lead') this.#leads = true;
    for (const row of outcome.rows) for (const cell of row) this.#size += cell.length;
    if (outcome.kept?.kind === 'record') this.#size += outcome.kept.bytes.byteLength;
    this.#rows += outcome.rows.length;
    const { length } = this.#waiting;
    const isMuch = length >= mostOutcomes || this.#rows >= mostRows || this.#size >= mostSize;
    if (isMuch) this.flush();
    else this.#cancel ??= this.#deps.clock.after(longestWaitMs, () => void this.flush());
  }

  /** Commits the outcomes that wait. Returns false if that failed (`onFailed` was called then). */
  flush(): boolean {
    const { commit, clock, onCommitted, onFailed } = this.#deps;
    const outcomes = this.#waiting;
    this.close();
    if (outcomes.length === 0) return true;
    const beganMs = clock.now();
    let growth: Growth;
    try {
      growth = commit(outcomes);
    } catch (error) {
      onFailed(error, outcomes.length);
      return false;
    }
    onCommitted(outcomes, growth, clock.now() - beganMs);
    return true;
  }

  /** Drops the outcomes that wait. */
  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = [];
    this.#size = 0;
    this.#rows = 0;
    this.#leads = false;
  }
}
