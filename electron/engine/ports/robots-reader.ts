import type { Failure } from '#shared/errors/error-codes.ts';
import type { FetchOutcome } from './fetcher.ts';

/** The rules of a robots.txt for the pages of its host. */
export interface RobotsRules {
  /** Between two starts, in milliseconds; 0: the file sets none. */
  readonly crawlDelayMs: number;
  /** The reason why a page may not be fetched; null if it may. */
  forbids(url: string): Failure | null;
}

export interface RobotsAnswer {
  /** The failure after which another try may help; null if there is none. */
  readonly again: Failure | null;
  /** The rules that apply if there is no further try. */
  readonly rules: RobotsRules;
}

export interface RobotsReader {
  /** @param outcome of fetching the robots.txt of a host */
  read(outcome: FetchOutcome): RobotsAnswer;
}
