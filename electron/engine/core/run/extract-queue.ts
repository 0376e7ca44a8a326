import type { Clock } from '../../ports/clock.ts';
import type { ExtractedPage, ExtractOutcome, Extractor } from '../../ports/extractor.ts';
import type { FetchedPage } from '../../ports/fetcher.ts';
import type { Logger } from '../../ports/logger.ts';
import { answerFacts } from '../answer-facts.ts';
import { toKeep } from './to-keep.ts';
import { unforeseen } from './unforeseen.ts';

/**
 * The pages that are fetched and not yet extracted may hold this many bytes, or number as many as the
 * slots.
 */
const mostBytes = 268_435_456;
const leastPages = 64;

interface ExtractQueueDeps {
  readonly extractor: Extractor;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Fetched pages on their way through the extractor. */
export class ExtractQueue {
  readonly #deps: ExtractQueueDeps;
  #pages = 0;
  #bytes = 0;
  #isClosed = false;

  constructor(deps: ExtractQueueDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#pages;
  }

  /** Whether fetching should stop for now, given this number of slots, each of which may bring a page. */
  isFull(slots: number): boolean {
    return this.#pages >= Math.max(leastPages, slots) || this.#bytes >= mostBytes;
  }

  /**
   * Calls `done` once, unless the queue is closed first.
   *
   * @param attempt null: the job takes no field of answers, and nothing is sent along with the page
   */
  add(page: FetchedPage, attempt: number | null, done: (page: ExtractedPage) => void): void {
    const { body, url, trace } = page;
    const { extractor, clock, logger } = this.#deps;
    const beganMs = clock.now();
    const bytes = body.byteLength;
    this.#pages += 1;
    this.#bytes += bytes;
    const ended = (outcome: ExtractOutcome): void => {
      if (this.#isClosed) return;
      this.#pages -= 1;
      this.#bytes -= bytes;
      done({ outcome, extractMs: clock.now() - beganMs });
    };
    const facts = attempt === null ? {} : { answer: answerFacts(page, attempt) };
    extractor
      .extract({ body, url, contentType: trace.contentType, keep: toKeep(page), ...facts })
      .then(ended, (error: unknown) =>
        ended({ kind: 'failed', failure: unforeseen(logger, 'Extracting a page', error) }),
      );
  }

  /** Drops all results that arrive later. */
  close(): void {
    this.#isClosed = true;
    this.#pages = 0;
  }
}
