import { createStore } from 'zustand/vanilla';
import type { Call } from '#renderer/bridge/client.ts';
import type {
  PreviewNext,
  PreviewPage,
  PreviewResult,
  ReadPath,
  Suggestion,
} from '#shared/engine-protocol/preview.ts';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import { finishedRules } from '#shared/job/half-typed.ts';
import type { Field } from '#shared/job/job.ts';
import { isBlankNext, type NextRule } from '#shared/job/v2/next.ts';
import type { Each } from '#shared/job/v2/source.ts';
import { type TriedSuggestions, trySuggestions } from './tried-suggestions.ts';

interface PreviewRules {
  readonly each: Each;
  readonly fields: readonly Field[];
  /** Null: the job follows no next pages. */
  readonly next: NextRule | null;
}

interface PreviewState {
  /** The page that is kept; null before the first is fetched. */
  readonly page: PreviewPage | null;
  readonly fetching: boolean;
  /** The page that was asked for last and could not be fetched; `page` is then an earlier one. */
  readonly failed: FailedPage | null;
  /** The reason why the kept page could not be read with these rules. */
  readonly problem: string | null;
  readonly result: PreviewResult | null;
  /** Where the kept page leads; null until it is known. */
  readonly next: PreviewNext | null;
  /** How a run would read the pages; null while that is unknown, or while the rules are invalid. */
  readonly path: ReadPath | null;
}

export interface FailedPage {
  readonly url: string;
  readonly message: string;
}

interface PreviewPorts {
  readonly send: Call;
  /** The run whose kept pages come before asking a site; null: there is none. */
  readonly keptRun: () => string | null;
  /** Calls `callback` once after `delayMs`; the returned function cancels the timer. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

const typingPauseMs = 150;

/**
 * One page of a job's list, fetched once, and the values of the job's fields on it, updated as the fields are
 * typed.
 */
export class Preview {
  readonly store = createStore<PreviewState>(() => ({
    page: null,
    fetching: false,
    failed: null,
    problem: null,
    result: null,
    next: null,
    path: null,
  }));
  readonly #jobId: string;
  readonly #ports: PreviewPorts;
  #rules: PreviewRules | null = null;
  #cancelTimer: (() => void) | null = null;
  #calls = 0;
  /** The number of the newest call that decides which page is shown. */
  #newest = 0;
  #looks = 0;
  #aheads = 0;
  /** The rule for which the kept page was looked at last. */
  #aheadOf: NextRule | null | undefined;
  #asks = 0;

  constructor(jobId: string, ports: PreviewPorts) {
    this.#jobId = jobId;
    this.#ports = ports;
  }

  /**
   * Takes a page in place of the one before: as a run has kept it, else from its site. Only the newest call takes
   * effect.
   *
   * @param refresh asks the site, whatever was kept
   * @param more `ledBy`: the page whose link leads here, so that this one reaches no more than a redirect of that page
   * would. `firstOf`: the run whose kept page comes first, also before a newer one
   */
  async fetch(
    url: string,
    refresh: boolean,
    more: { readonly ledBy?: string; readonly firstOf?: string | null } = {},
  ): Promise<void> {
    const { ledBy, firstOf = null } = more;
    this.#calls += 1;
    const mine = this.#calls;
    this.#newest = mine;
    this.store.setState({ fetching: true, failed: null, problem: null });
    try {
      // A problem with the kept page is no reason not to fetch it, and a lasting one is said by that.
      const kept = firstOf === null ? null : await this.#asKept(url, firstOf).catch(() => null);
      if (mine !== this.#newest) return;
      const runId = refresh ? null : this.#ports.keptRun();
      const page =
        kept ??
        (await this.#ports.send('preview.fetch', {
          jobId: this.#jobId,
          ...{ url, refresh },
          ...(ledBy !== undefined && { ledBy }),
          ...(runId !== null && { kept: { runId, only: false } }),
        }));
      if (mine !== this.#newest) return;
      await this.#take(page);
    } catch (error) {
      if (mine !== this.#newest) return;
      const { message } = toErrorReply(error);
      this.store.setState({ fetching: false, failed: { url, message } });
    }
  }

  /**
   * Takes a page as a run has kept it. Where it has not, and where another page is asked for meanwhile, all stays as
   * it is.
   *
   * @param url a promise where the page is looked for first; null: there is none
   */
  async showKept(url: string | Promise<string | null>, runId: string): Promise<void> {
    this.#calls += 1;
    const mine = this.#calls;
    try {
      const found = await url;
      if (found === null || mine !== this.#calls) return;
      const page = await this.#asKept(found, runId);
      if (page === null || mine < this.#newest) return;
      this.#newest = mine;
      await this.#take(page);
    } catch (error) {
      // By then another page was asked for: a message about this one would only confuse.
      if (mine === this.#calls) throw error;
    }
  }

  /** The page as a run has kept it; null where it has not. */
  async #asKept(url: string, runId: string): Promise<PreviewPage | null> {
    const wanted = { jobId: this.#jobId, url, refresh: false, kept: { runId, only: true } };
    return this.#ports.send('preview.fetch', wanted).catch((error: unknown) => {
      if (error instanceof TrawlError && error.code === 'NOT_FOUND') return null;
      throw error;
    });
  }

  /** Extracts from the page again with these rules, after a pause in the typing. */
  follow(rules: PreviewRules): void {
    this.#rules = rules;
    this.#cancelTimer?.();
    this.#cancelTimer = this.#ports.after(typingPauseMs, () => {
      void this.#look();
      // The page is not read a second time while only its fields are typed.
      if (rules.next !== this.#aheadOf) void this.#lookAhead();
      void this.#askPath(rules);
    });
  }

  async #askPath(rules: PreviewRules): Promise<void> {
    this.#asks += 1;
    const mine = this.#asks;
    // No error is shown while the engine is away, since the banner already says so.
    const path = await this.#ports.send('preview.path', finishedRules(rules)).catch(() => null);
    if (mine === this.#asks) this.store.setState({ path });
  }

  suggest(): Promise<readonly Suggestion[]> {
    return this.#ports.send('preview.suggest', { key: this.#jobId });
  }

  /** What suggestions for the kept page find on more pages of the list; null where the page has changed since. */
  async trySuggestions(
    sample: readonly string[],
    suggestions: readonly Suggestion[],
  ): Promise<TriedSuggestions | null> {
    const { page } = this.store.getState();
    if (page === null) return null;
    const { send, keptRun } = this.#ports;
    const parts = { send, jobId: this.#jobId, page, sample, keptRun: keptRun() };
    const tried = await trySuggestions(parts, suggestions);
    return this.store.getState().page === page ? tried : null;
  }

  async #take(page: PreviewPage): Promise<void> {
    // What was found on another page must not stand under this one's address.
    const isOther = page.url !== this.store.getState().page?.url;
    if (isOther) this.#looks += 1;
    this.store.setState({
      ...{ page, fetching: false, failed: null, problem: null },
      ...(isOther && { result: null, next: null }),
    });
    await Promise.all([this.#look(), this.#lookAhead()]);
  }

  /** Where the rule for the next page leads from the kept page. */
  async #lookAhead(): Promise<void> {
    if (!this.#rules || !this.store.getState().page) return;
    this.#aheads += 1;
    const mine = this.#aheads;
    const { next } = this.#rules;
    this.#aheadOf = next;
    // A rule that is still blank leads nowhere.
    const isTyped = next !== null && !isBlankNext(next);
    const asked = { key: this.#jobId, ...(isTyped && { next }) };
    // What went wrong with the page itself is said where its values stand.
    const found = await this.#ports.send('preview.next', asked).catch(() => null);
    if (mine === this.#aheads) this.store.setState({ next: found });
  }

  async #look(): Promise<void> {
    this.#cancelTimer?.();
    if (!this.#rules || !this.store.getState().page) return;
    this.#looks += 1;
    const mine = this.#looks;
    const rules = { key: this.#jobId, ...finishedRules(this.#rules) };
    try {
      const result = await this.#ports.send('preview.extract', rules);
      if (mine === this.#looks) this.store.setState({ result, problem: null });
    } catch (error) {
      if (mine !== this.#looks) return;
      // The engine was restarted since: the page is no longer kept.
      const gone = error instanceof TrawlError && error.code === 'NOT_FOUND';
      this.store.setState({
        problem: toErrorReply(error).message,
        ...(gone && { page: null, result: null }),
      });
    }
  }
}
