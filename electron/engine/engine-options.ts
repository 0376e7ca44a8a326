import type { Way } from '#shared/job/way.ts';
import type { FetcherOptions } from './fetch/create-fetcher.ts';
import type { Clock, Random } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { CreateRenderer } from './ports/renderer.ts';
import type { OpenRenderHost } from './render/render-link.ts';
import type { WorkerProcess } from './workers/worker-life.ts';

export interface EngineOptions {
  /** The folder of the data; each run is a file in its folder `runs`. Created when it is first needed. */
  readonly dataDir: string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Milliseconds since 1970; by default `Date.now`. It may jump: it affects only the times that are shown. */
  readonly timeOfDay?: () => number;
  /** By default nothing is logged: messages for the person are in replies and snapshots. */
  readonly logger?: Logger;
  /** The settings for fetching that are not part of a job: the look-up of names, the waits inside a fetch. */
  readonly fetch?: FetcherOptions;
  /** The longest time for reading one page. Default: 10,000. */
  readonly extractDeadlineMs?: number;
  /** The meaning of `auto`; by default the way that suits the machine and the job. */
  readonly autoWay?: Way;
  /** Starts a process that runs `serveFetchWorker`; absent if the host cannot start any. */
  readonly startProcess?: () => WorkerProcess;
  /** Opens the port to the browser windows that render pages; absent if the host cannot have any. */
  readonly openRenderHost?: OpenRenderHost;
  /** Takes the place of these windows in tests. */
  readonly createRenderer?: CreateRenderer;
}
