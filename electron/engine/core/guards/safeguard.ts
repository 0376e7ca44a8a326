import { type ErrorCode, errorCodes } from '#shared/errors/error-codes.ts';
import type { Outcome } from '../../ports/outcome.ts';

/** The number of last requests that are judged; at the beginning of a run, fewer are enough. */
const windowSize = 200;
const leastRequests = 50;
const mostFailed = 0.6;

/** These codes mean that the list is outdated, not that something goes wrong. */
const harmless: ReadonlySet<ErrorCode> = new Set(['HTTP_404', 'HTTP_410', 'INVALID_URL', 'ROBOTS']);

/**
 * Detects that most of the last requests of a run have failed: an expired login, a site that blocks the
 * run, hosts that are gone. Requests that were never tried do not count.
 */
export class Safeguard {
  /** The codes of the last requests, null for a success; used as a ring. */
  readonly #last: (ErrorCode | null)[] = [];
  #next = 0;
  #failed = 0;
  #least: number;

  /** @param resumed the person has resumed the run: only a full window of failures stops it again */
  constructor(resumed: boolean) {
    this.#least = resumed ? windowSize : leastRequests;
  }

  /** Returns the reason to pause the run as a sentence; null if there is none. */
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
