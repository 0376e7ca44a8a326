import type { Way } from '#shared/job/way.ts';
import type { FetcherOptions } from './fetch/create-fetcher.ts';
import type { Clock, Logger, Random } from './ports.ts';
import type { WorkerProcess } from './ways/worker-life.ts';

export interface EngineOptions {
  /** Where runs are kept: each is a file in its folder `runs`. Created when it is first needed. */
  readonly dataDir: string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Milliseconds since 1970; by default `Date.now`. It may jump, and only what is shown follows. */
  readonly timeOfDay?: () => number;
  /** By default nothing is logged: what concerns the person is in replies and snapshots. */
  readonly logger?: Logger;
  /** What a job does not say about fetching: how names are looked up, the waits inside a fetch. */
  readonly fetch?: FetcherOptions;
  /** The longest that reading one page may take. Default: 10,000. */
  readonly extractDeadlineMs?: number;
  /** What `auto` means; by default what suits the machine and the job. */
  readonly autoWay?: Way;
  /** Starts a process that runs `serveFetchWorker`; absent where the host can start none. */
  readonly startProcess?: () => WorkerProcess;
}
