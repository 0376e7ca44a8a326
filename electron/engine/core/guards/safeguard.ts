import { type ErrorCode, errorCodes } from '#shared/errors/error-codes.ts';
import type { Outcome } from '../../ports.ts';

/** Judged is the last so many requests; at the beginning of a run, fewer are enough. */
const windowSize = 200;
const leastRequests = 50;
const mostFailed = 0.6;

/** These say that the list is old, not that something goes wrong. */
const harmless: ReadonlySet<ErrorCode> = new Set(['HTTP_404', 'HTTP_410', 'INVALID_URL', 'ROBOTS']);

/**
 * Notices when most of the last requests of a run have failed: a login that has run out, a site
 * that has had enough, hosts that are gone. What was never tried does not count.
 */
export class Safeguard {
  /** Of the last requests, the codes; null: it did not fail. A ring. */
  readonly #last: (ErrorCode | null)[] = [];
  #next = 0;
  #failed = 0;
  #least: number;

  /** @param resumed the person has decided to go on: a whole window is needed to stop it again */
  constructor(resumed: boolean) {
    this.#least = resumed ? windowSize : leastRequests;
  }

  /** Returns why the run should pause, as a sentence; null where it should not. */
  settled({ failure }: Pick<Outcome, 'failure'>): string | null {
    const code = failure === null || harmless.has(failure.code) ? null : failure.code;
    if (this.#last.length === windowSize) this.#failed -= this.#last[this.#next] === null ? 0 : 1;
    this.#last[this.#next] = code;
    this.#next = (this.#next + 1) % windowSize;
    if (code === null) return null;
    this.#failed += 1;
    const count = this.#last.length;
    if (count < this.#least || this.#failed < count * mostFailed) return null;
    const reason = this.#reason(count);
    this.#last.length = 0;
    this.#next = 0;
    this.#failed = 0;
    this.#least = windowSize;
    return reason;
  }

  #reason(count: number): string {
    const counts = new Map<ErrorCode, number>();
    for (const code of this.#last) {
      if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    const cause =
      most === undefined ? '' : ` Most frequent cause: ${titleOf(most[0])} (${most[1]}).`;
    return (
      `${this.#failed} of the last ${count} requests failed.${cause} ` +
      'The run was paused so that the rest is not lost the same way: go on, or stop it.'
    );
  }
}

function titleOf(code: ErrorCode): string {
  const { title } = errorCodes[code];
  return title.charAt(0).toLowerCase() + title.slice(1);
}
