import type { Failure } from '#shared/errors/error-codes.ts';
import type { FetchTrace } from './fetcher.ts';
import type { KeptPage } from './kept-page.ts';
import type { NextPage } from './lead.ts';

/** The result of a request, to be committed with its rows. */
export interface Outcome {
  readonly requestId: number;
  readonly hostId: number;
  readonly attempts: number;
  /** `skipped`: not fetched, since robots.txt does not allow it; `failure` gives the rule. */
  readonly state: 'done' | 'failed' | 'skipped';
  readonly failure: Failure | null;
  readonly rows: readonly (readonly string[])[];
  readonly trace: FetchTrace | null;
  readonly encoding: string | null;
  /** See `ExtractOutcome`. */
  readonly language?: string | undefined;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly extractMs: number;
  /** The page was rendered, or its rendering failed. */
  readonly inBrowser: boolean;
  /** Absent: the page is not kept. */
  readonly kept?: KeptPage | undefined;
  /** Absent in a run whose pages lead to none, and for a page that was not read. */
  readonly next?: NextPage | undefined;
}
