import type { RequestDetail } from '#shared/engine-protocol/results.ts';
import type { Pulse } from './pulse.ts';

/** Counts the changes of a run, by their effect on a line that is loaded already. */
export interface LineNews {
  /** Lines may have changed: a retry, the end of the run. */
  readonly changed: number;
  /** Lines were added; counted at most once in `addedEveryMs`. */
  readonly added: number;
}

export const noNews: LineNews = { changed: 0, added: 0 };

const addedEveryMs = 500;

/** Counts the pulses of a run. */
export class NewsCounter {
  #news = noNews;
  #addedMs = Number.NEGATIVE_INFINITY;

  /** The counts after a pulse; the same object where they are unchanged. */
  take(pulse: Pulse, nowMs: number): LineNews {
    if (pulse === 'changed') {
      this.#news = { ...this.#news, changed: this.#news.changed + 1 };
    } else if (pulse === 'more' && nowMs - this.#addedMs >= addedEveryMs) {
      this.#addedMs = nowMs;
      this.#news = { ...this.#news, added: this.#news.added + 1 };
    }
    return this.#news;
  }
}

/** The count that a line's detail depends on: a finished line keeps its detail until lines change. */
export function revisionOf(detail: Pick<RequestDetail, 'state'> | null, news: LineNews): string {
  const waiting = detail?.state === 'queued' || detail?.state === 'active';
  return waiting ? `${news.changed}+${news.added}` : String(news.changed);
}
