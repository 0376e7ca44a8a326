import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { PageVisit } from './page-visit.ts';

/** As many as there are kept pages; each holds a few cookies and connections. */
const most = 20;

/** The visit of each key: the newest one takes the place of the one before. */
export class PageVisits {
  readonly #visits = new Map<string, PageVisit>();

  /** @throws TrawlError NOT_FOUND */
  of(key: string): PageVisit {
    const visit = this.#visits.get(key);
    if (visit === undefined) throw new TrawlError('NOT_FOUND', 'No page is shown; load one first.');
    return visit;
  }

  /** @param visit null: the page that is shown loads nothing */
  async begin(key: string, visit: PageVisit | null): Promise<void> {
    const before = this.#visits.get(key);
    this.#visits.delete(key);
    if (visit !== null) this.#visits.set(key, visit);
    await before?.end();
    const [oldest] = this.#visits;
    if (this.#visits.size <= most || oldest === undefined) return;
    this.#visits.delete(oldest[0]);
    await oldest[1].end();
  }

  async end(): Promise<void> {
    const all = [...this.#visits.values()];
    this.#visits.clear();
    await Promise.all(all.map((visit) => visit.end()));
  }
}
