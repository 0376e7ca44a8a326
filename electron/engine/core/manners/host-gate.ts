import type { Failure } from '#shared/errors/error-codes.ts';
import type { RobotsAnswer, RobotsRules } from '../../ports.ts';

/** RFC 9309, section 2.4: a robots.txt is not to be relied upon for longer than a day. */
const longestUseMs = 86_400_000;

/** What a run knows of the robots.txt of a host, which is read before any of its pages. */
export class HostGate {
  readonly #obeys: boolean;
  #rules: RobotsRules | null = null;
  #readMs = Number.NEGATIVE_INFINITY;
  #asking = false;
  #tries = 0;
  #lastFailed: RobotsAnswer | null = null;
  #dueMs = Number.NEGATIVE_INFINITY;

  constructor(obeys: boolean) {
    this.#obeys = obeys;
  }

  /** It is being read: no page may start. */
  get isAsking(): boolean {
    return this.#asking;
  }

  /** Before that it is not asked for again. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** How often it has been asked for in vain. */
  get tries(): number {
    return this.#tries;
  }

  /** What the last of those tries would mean, were it the last of all; null where there was none. */
  get lastFailed(): RobotsAnswer | null {
    return this.#lastFailed;
  }

  get crawlDelayMs(): number {
    return this.#rules?.crawlDelayMs ?? 0;
  }

  /** The file must be read before a page may start. */
  mustAsk(nowMs: number): boolean {
    return this.#obeys && (this.#rules === null || nowMs - this.#readMs >= longestUseMs);
  }

  /** Returns which try this is, from 1. */
  asked(): number {
    this.#asking = true;
    return this.#tries + 1;
  }

  /** To be asked for again, at `dueMs`; the try counts. */
  failed(dueMs: number, answer: RobotsAnswer): void {
    this.#asking = false;
    this.#lastFailed = answer;
    this.#tries += 1;
    this.#dueMs = dueMs;
  }

  /** To be asked for again, as if it had not been. */
  putBack(): void {
    this.#asking = false;
  }

  opened(rules: RobotsRules, nowMs: number): void {
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
