import type { Failure } from '#shared/errors/error-codes.ts';

/** So much has to speak for it before a host counts as loose. */
const enough = 2;

/**
 * The hosts of a run whose answers only the lenient reader takes: it reads their pages at once, so that
 * they are not asked for each page twice.
 */
export class LooseHosts {
  readonly #evidence = new Map<string, number>();

  has(origin: string): boolean {
    return (this.#evidence.get(origin) ?? 0) >= enough;
  }

  /**
   * The lenient reader has taken what the strict one had refused for `reason`. One answer that looked cut
   * short may have been: the second one says more.
   */
  took(origin: string, { code }: Failure): void {
    const known = this.#evidence.get(origin) ?? 0;
    this.#evidence.set(origin, known + (code === 'TRUNCATED' ? 1 : enough));
  }
}
