import type { Failure } from '#shared/errors/error-codes.ts';

/** The weight of evidence from which a host counts as loose: one refused answer, or two that seem cut short. */
const enough = 2;

/**
 * The hosts of a run whose answers only the lenient reader accepts: it reads their pages at once, so that
 * each page is not requested twice.
 */
export class LooseHosts {
  readonly #evidence = new Map<string, number>();

  has(origin: string): boolean {
    return (this.#evidence.get(origin) ?? 0) >= enough;
  }

  /**
   * The lenient reader has accepted an answer that the strict one refused for `reason`. A single answer
   * that seems cut short may be an accident, so a second one is needed.
   */
  took(origin: string, { code }: Failure): void {
    const known = this.#evidence.get(origin) ?? 0;
    this.#evidence.set(origin, known + (code === 'TRUNCATED' ? 1 : enough));
  }
}
