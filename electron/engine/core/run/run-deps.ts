import type { ProxyLine, RunSnapshot, WayNow } from '#shared/engine-protocol/run.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type { JobRules } from '#shared/job/job.ts';
import type { Clock, Random } from '../../ports/clock.ts';
import type { Extractor } from '../../ports/extractor.ts';
import type { Fetcher } from '../../ports/fetcher.ts';
import type { LogIn } from '../../ports/log-in.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Renderer } from '../../ports/renderer.ts';
import type { RobotsReader } from '../../ports/robots-reader.ts';
import type { RunLedger } from '../../ports/run-ledger.ts';
import type { NextPages } from '../leads/next-page.ts';

export interface RunDeps {
  readonly runId: string;
  readonly jobId: string | null;
  /** The run whose kept pages are read again; absent: the pages are fetched. */
  readonly readsFrom?: string | null;
  readonly options: ResolvedOptions;
  /** The running time before a resume. */
  readonly elapsedMs: number;
  readonly ledger: RunLedger;
  readonly fetcher: Fetcher;
  /** The proxies that the fetcher uses; absent: none. */
  readonly proxies?: () => readonly ProxyLine[];
  readonly extractor: Extractor;
  /** The fields of the job, whose columns are watched; absent: none. */
  readonly fields?: JobRules['fields'];
  /** What pages are rendered with; absent: the options ask for no rendering. */
  readonly rendering?: RunRenderer;
  /** Finds the next page of each; absent: the job follows none. */
  readonly nextPages?: NextPages | null;
  /** The job takes fields of answers; absent: it takes none. */
  readonly answerFields?: boolean;
  /** The way in which the run works now; absent: in one event loop. */
  readonly way?: () => WayNow;
  /** The workers of the run are all busy; absent: never. */
  readonly isFull?: () => boolean;
  /** The log-in of the job; absent: it has none. */
  readonly logIn?: LogIn | null;
  /** Null if the job does not obey robots.txt. */
  readonly robots: RobotsReader | null;
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  /** The number of the first snapshot; higher than that of every snapshot before a resume. */
  readonly firstSeq: number;
  /** The whole list is in the ledger. */
  readonly onImported: () => void;
  /** Called at most ten times a second after changes, and at every change of state. */
  readonly onSnapshot: (snapshot: RunSnapshot) => void;
}

export interface RunRenderer {
  readonly renderer: Renderer;
  /** The most pages at once. */
  readonly windows: number;
  /** The fields of the job: what a rendered page has to have. */
  readonly rules: Pick<JobRules, 'each' | 'fields'>;
}
