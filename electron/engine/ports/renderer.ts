import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type { FetchSession } from './fetch-sessions.ts';
import type { FetchedPage, FetchOutcome } from './fetcher.ts';

/** How a browser window turns a fetched page into the page that a person would see. */
export interface RenderRules {
  readonly timeoutMs: number;
  /** The largest document, and the largest rendered page. */
  readonly maxBytes: number;
  /** Lower-case names; `user-agent` included. */
  readonly headers: Readonly<Record<string, string>>;
  /** The selectors of the fields and of `each`: the page is ready once they match. */
  readonly wanted: readonly string[];
  /** The selector that the job waits for. */
  readonly waitFor?: string;
  /** Images, fonts and media are loaded. */
  readonly media: boolean;
  /** The contents of frames are part of the page. */
  readonly frames: boolean;
  /** The JSON that the page fetches is wanted as well: `answers` of the page. */
  readonly answers?: boolean;
  /**
   * Fetches a document to which the script of a page leads, by all rules of the run (robots.txt too).
   *
   * @param from the page that leads there: not always the first one
   */
  follow(from: string, url: string, signal: AbortSignal): Promise<FetchOutcome>;
}

/** Runs the scripts of fetched pages in browser windows. It has to be closed by the code that opened it. */
export interface Renderer {
  /**
   * The page as it stands once its scripts have run, as UTF-8; its `trace` is that of the fetch, with notes
   * added. Takes ownership of the body. Rejects only when `signal` aborts, with its reason.
   */
  render(page: FetchedPage, rules: RenderRules, signal: AbortSignal): Promise<FetchOutcome>;
  close(): Promise<void>;
}

/** What the browser windows of a run, or of a preview, have to keep to. */
export interface Browsing {
  readonly options: ResolvedOptions;
  /** The session in which the pages are fetched. */
  readonly session: FetchSession;
  /** The most pages at once. */
  readonly windows: number;
}

export type CreateRenderer = (browsing: Browsing) => Renderer;
