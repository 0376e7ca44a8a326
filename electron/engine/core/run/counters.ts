import type { ErrorGroup, StatusClass } from '#shared/engine-protocol/run.ts';
import { type ErrorCode, errorCodes, type Failure } from '#shared/errors/error-codes.ts';
import type { Help } from '../../ports/extractor.ts';
import type { FetchTrace } from '../../ports/fetcher.ts';
import type { Outcome } from '../../ports/outcome.ts';
import type { Growth, RunTotals } from '../../ports/run-ledger.ts';

/** An outcome with what the core alone uses. */
export interface UrlOutcome extends Outcome {
  /** The URL of its request, which is shown in the examples of the error groups. */
  readonly url: string;
  /** See `ExtractOutcome`. */
  readonly hasPassword?: boolean | undefined;
  readonly helped?: readonly Help[] | undefined;
  readonly needsScript?: boolean | undefined;
}

export const noTotals: RunTotals = {
  counts: { queued: 0, done: 0, failed: 0, skipped: 0 },
  hosts: 0,
  rows: 0,
  inBrowser: 0,
  unmatched: 0,
  bytes: 0,
  retries: 0,
  statusClasses: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 },
  errors: [],
};

/**
 * The totals of a live run. They change only with commits, so that at every moment they equal the totals of
 * the run's file.
 */
export class Counters {
  #counts: { queued: number; done: number; failed: number; skipped: number };
  #hosts: number;
  #rows: number;
  #inBrowser: number;
  #unmatched: number;
  #bytes: number;
  #retries: number;
  readonly #statusClasses: Record<StatusClass, number>;
  readonly #errors: Map<ErrorCode, ErrorGroup>;

  constructor(totals: RunTotals) {
    this.#counts = { ...totals.counts };
    this.#hosts = totals.hosts;
    this.#rows = totals.rows;
    this.#inBrowser = totals.inBrowser;
    this.#unmatched = totals.unmatched;
    this.#bytes = totals.bytes;
    this.#retries = totals.retries;
    this.#statusClasses = { ...totals.statusClasses };
    this.#errors = new Map(totals.errors.map((group) => [group.code, group]));
  }

  committed(outcomes: readonly UrlOutcome[], { found, newHosts }: Growth): void {
    this.#counts.queued += found;
    this.#hosts += newHosts;
    for (const outcome of outcomes) {
      this.#counts.queued -= 1;
      this.#counts[outcome.state] += 1;
      this.#rows += outcome.rows.length;
      if (outcome.inBrowser) this.#inBrowser += 1;
      if (outcome.state === 'done' && outcome.rows.length === 0) this.#unmatched += 1;
      this.#bytes += outcome.trace?.wireBytes ?? 0;
      this.#retries += retriesOf(outcome);
      if (outcome.state !== 'skipped') {
        this.#statusClasses[statusClass(outcome.trace?.status ?? null)] += 1;
        this.#statusClasses['3xx'] += followed(outcome.trace);
      }
      if (outcome.failure !== null) this.#failed(outcome.failure, outcome.url);
    }
  }

  #failed({ code, message }: Failure, url: string): void {
    const known = this.#errors.get(code);
    const group = known ?? {
      code,
      title: errorCodes[code].title,
      count: 0,
      exampleUrl: url,
      exampleMessage: message,
    };
    this.#errors.set(code, { ...group, count: group.count + 1 });
  }

  /** Any host has answered, with whatever status. */
  get hasAnswers(): boolean {
    return Object.entries(this.#statusClasses).some(
      ([name, count]) => name !== 'none' && count > 0,
    );
  }

  get queued(): number {
    return this.#counts.queued;
  }

  get retries(): number {
    return this.#retries;
  }

  get totals(): RunTotals {
    return {
      counts: { ...this.#counts },
      hosts: this.#hosts,
      rows: this.#rows,
      inBrowser: this.#inBrowser,
      unmatched: this.#unmatched,
      bytes: this.#bytes,
      retries: this.#retries,
      statusClasses: { ...this.#statusClasses },
      errors: [...this.#errors.values()].sort((a, b) => b.count - a.count),
    };
  }
}

/** Tries beyond the first; a request that was never tried has none. */
export function retriesOf({ attempts }: Pick<Outcome, 'attempts'>): number {
  return Math.max(0, attempts - 1);
}

/** The redirects that were followed: answers too, each of them. */
export function followed(trace: Pick<FetchTrace, 'redirects'> | null): number {
  return trace?.redirects.filter(({ refresh }) => refresh === undefined).length ?? 0;
}

function statusClass(status: number | null): StatusClass {
  if (status === null) return 'none';
  if (status < 300) return '2xx';
  if (status < 400) return '3xx';
  return status < 500 ? '4xx' : '5xx';
}
