import type { PreviewPage } from '#shared/engine-protocol/preview.ts';

export interface KeptPage {
  readonly page: PreviewPage;
  /** The address of the page, for its links. */
  readonly url: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Pages fetched for previews: the ones used last, at most `maxPages` and about `maxBytes`. */
export class PreviewCache {
  readonly #pages = new Map<string, KeptPage>();
  readonly #maxPages: number;
  readonly #maxBytes: number;

  constructor(maxPages: number, maxBytes: number) {
    this.#maxPages = maxPages;
    this.#maxBytes = maxBytes;
  }

  get(id: string): KeptPage | null {
    const kept = this.#pages.get(id);
    if (kept === undefined) return null;
    this.#pages.delete(id);
    this.#pages.set(id, kept);
    return kept;
  }

  set(id: string, kept: KeptPage): void {
    this.#pages.delete(id);
    this.#pages.set(id, kept);
    let bytes = 0;
    for (const { body } of this.#pages.values()) bytes += body.length;
    for (const [oldest, { body }] of this.#pages) {
      const fits = this.#pages.size <= this.#maxPages && bytes <= this.#maxBytes;
      if (fits || oldest === id) break;
      this.#pages.delete(oldest);
      bytes -= body.length;
    }
  }
}
