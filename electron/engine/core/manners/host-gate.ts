import type { Failure } from '#shared/errors/error-codes.ts';
import type { RobotsAnswer, RobotsRules } from '../../ports/robots-reader.ts';

/** RFC 9309, section 2.4: a robots.txt should not be used for longer than a day. */
const longestUseMs = 86_400_000;

/** The state of the robots.txt of a host in a run. The file is read before any page of the host. */
export class HostGate {
  readonly #obeys: boolean;
  #rules: RobotsRules | null = null;
  #readMs = Number.NEGATIVE_INFINITY;
  #asking = false;
  #tries = 0;
  #lastFailed: RobotsAnswer | null = null;
  #dueMs = Number.NEGATIVE_INFINITY;
  /** The file was read as a page led to it: without data of the job, and not from everywhere. */
  #isLed = false;

  constructor(obeys: boolean) {
    this.#obeys = obeys;
  }

  /** The file is being read: no page may start. */
  get isAsking(): boolean {
    return this.#asking;
  }

  /** The file is not requested again before this time. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** The number of failed requests for the file. */
  get tries(): number {
    return this.#tries;
  }

  /** The rules that apply if no further try follows the last failed one; null if no try has failed. */
  get lastFailed(): RobotsAnswer | null {
    return this.#lastFailed;
  }

  get crawlDelayMs(): number {
    return this.#rules?.crawlDelayMs ?? 0;
  }

  /**
   * The file must be read before a page may start.
   *
   * @param forList a page of the list, which the host may answer otherwise than a page that is led to
   */
  mustAsk(nowMs: number, forList = false): boolean {
    if (!this.#obeys) return false;
    if (this.#rules === null || nowMs - this.#readMs >= longestUseMs) return true;
    return forList && this.#isLed;
  }

  /** Returns the number of this try, from 1. */
  asked(): number {
    this.#asking = true;
    return this.#tries + 1;
  }

  /** The file is to be requested again, at `dueMs`; the try counts. */
  failed(dueMs: number, answer: RobotsAnswer): void {
    this.#asking = false;
    this.#lastFailed = answer;
    this.#tries += 1;
    this.#dueMs = dueMs;
  }

  /** The file is to be requested again; the try does not count. */
  putBack(): void {
    this.#asking = false;
  }

  opened(rules: RobotsRules, nowMs: number, isLed = false): void {
    this.#isLed = isLed;
    this.#asking = false;
    this.#tries = 0;
    this.#lastFailed = null;
    this.#rules = rules;
    this.#readMs = nowMs;
  }

  forbids(url: string): Failure | null {
    return this.#rules?.forbids(url) ?? null;
  }
}
