import type { RequestDetail } from '#shared/engine-protocol/results.ts';
import type { Pulse } from './pulse.ts';

/** How often a run told of something new, by what it means for a line that is known already. */
export interface LineNews {
  /** Lines may be others than they were: a retry, the end of the run. */
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

  /** The count after a pulse; the same object where nothing is to be said. */
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

/** What a line's detail depends on: one that has its outcome keeps it until lines change. */
export function revisionOf(detail: Pick<RequestDetail, 'state'> | null, news: LineNews): string {
  const waiting = detail?.state === 'queued' || detail?.state === 'active';
  return waiting ? `${news.changed}+${news.added}` : String(news.changed);
}
