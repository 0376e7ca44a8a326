import type { Clock } from '../../ports/clock.ts';
import type { Growth, RunLedger, RunTotals } from '../../ports/run-ledger.ts';
import type { HostQueue } from '../schedule/host-queue.ts';
import { Counters, noTotals, retriesOf, type UrlOutcome } from './counters.ts';
import { HostTallies } from './host-tallies.ts';
import { RunRates } from './run-rates.ts';

/** The results of a run so far: its totals, its hosts, its speed. They follow the commits. */
export class Figures {
  readonly tallies: HostTallies;
  readonly rates: RunRates;
  readonly #ledger: Pick<RunLedger, 'hostCounts' | 'totals'>;
  #counters = new Counters(noTotals);
  #retriesUnderWay = 0;

  constructor(ledger: Pick<RunLedger, 'hostCounts' | 'totals'>, clock: Clock) {
    this.#ledger = ledger;
    this.tallies = new HostTallies((hostId) => ledger.hostCounts(hostId));
    this.rates = new RunRates(clock);
  }

  get totals(): RunTotals {
    return this.#counters.totals;
  }

  /** Whether any host has answered, the time before a resume included. */
  get hasAnswers(): boolean {
    return this.#counters.hasAnswers;
  }

  /** The number of requests in the run's file that are not over. */
  get queued(): number {
    return this.#counters.queued;
  }

  /** Tries beyond the first, including those of requests that are not over. */
  get retries(): number {
    return this.#counters.retries + this.#retriesUnderWay;
  }

  started(host: HostQueue): void {
    this.tallies.started(host);
  }

  /** A try has failed, and another one will follow. */
  retried(): void {
    this.#retriesUnderWay += 1;
  }

  committed(outcomes: readonly UrlOutcome[], growth: Growth, tookMs: number): void {
    this.#counters.committed(outcomes, growth);
    this.tallies.committed(outcomes);
    this.rates.committed(outcomes, tookMs);
    for (const outcome of outcomes) this.#retriesUnderWay -= retriesOf(outcome);
  }

  /**
   * Reads from the run's file the changes that the commits do not cover.
   *
   * @throws the errors of the ledger
   */
  recount(): void {
    this.#counters = new Counters(this.#ledger.totals());
    this.tallies.recount();
  }
}
