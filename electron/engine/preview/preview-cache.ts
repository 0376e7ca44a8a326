import type { PreviewPage } from '#shared/engine-protocol/preview.ts';
import type { DataAnswer } from '#shared/engine-protocol/rendering.ts';
import type { RawPage } from '../page/raw-page.ts';
import type { AnswerFacts } from '../ports/extractor.ts';

export interface KeptPage {
  readonly page: PreviewPage;
  /** The address of the page, for its links. */
  readonly url: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly answer: AnswerFacts;
  /** A rendered page as it was fetched; null for a page that was not rendered. */
  readonly fetched: RawPage | null;
  /** Whether its job rendered pages when it was fetched. */
  readonly renders: boolean;
  /** The JSON that the page has fetched while it was rendered; empty once it is forgotten. */
  readonly answers: readonly DataAnswer[];
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

  /** Forgets what the pages whose ids begin so have fetched. */
  forgetAnswers(prefix: string): void {
    for (const [id, kept] of this.#pages) {
      if (id.startsWith(prefix)) this.#pages.set(id, { ...kept, answers: [] });
    }
  }

  set(id: string, page: KeptPage): void {
    this.#pages.delete(id);
    this.#pages.set(id, page);
    let bytes = 0;
    for (const kept of this.#pages.values()) bytes += bytesOf(kept);
    for (const [oldest, kept] of this.#pages) {
      const fits = this.#pages.size <= this.#maxPages && bytes <= this.#maxBytes;
      if (fits || oldest === id) break;
      this.#pages.delete(oldest);
      bytes -= bytesOf(kept);
    }
  }
}

const bytesOf = ({ body, fetched, answers }: KeptPage): number =>
  answers.reduce((sum, answer) => sum + answer.body.length, body.length) +
  (fetched?.body.length ?? 0);
