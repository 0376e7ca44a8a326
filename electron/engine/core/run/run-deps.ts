import type {
  PausedBy,
  ProxyLine,
  RunSnapshot,
  RunState,
  WayNow,
} from '#shared/engine-protocol/run.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type {
  Clock,
  Extractor,
  Fetcher,
  InputReader,
  Logger,
  Random,
  RobotsReader,
  RunLedger,
} from '../../ports.ts';

export interface RunDeps {
  readonly runId: string;
  readonly jobId: string | null;
  readonly options: ResolvedOptions;
  /** What the run has spent before, where it is resumed. */
  readonly elapsedMs: number;
  readonly ledger: RunLedger;
  readonly fetcher: Fetcher;
  /** The proxies that the fetcher goes through; absent: none. */
  readonly proxies?: () => readonly ProxyLine[];
  readonly extractor: Extractor;
  /** How it runs now; absent: in one event loop. */
  readonly way?: () => WayNow;
  /** This computer has all hands full; absent: never. */
  readonly isFull?: () => boolean;
  /** Null where the job does not obey robots.txt. */
  readonly robots: RobotsReader | null;
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  /** The number of the first snapshot; above that of every snapshot before a resume. */
  readonly firstSeq: number;
  /** The whole list is in the ledger. */
  readonly onImported: () => void;
  /** At most ten times a second, when something has changed, and at every change of state. */
  readonly onSnapshot: (snapshot: RunSnapshot) => void;
}

export interface Pause {
  readonly by: PausedBy;
  readonly reason: string | null;
}

/** A run that this process drives. It owns neither its ledger nor its adapters. */
export interface LiveRun {
  readonly state: RunState;
  /**
   * Reads the rest of the list where one is given, then fetches. Call it once.
   *
   * @param pause it begins paused, as it was when its engine was cut off
   */
  start(list: InputReader | null, pause?: Pause | null): void;
  /** Starts nothing new; what is in flight finishes. */
  pause(): void;
  unpause(): void;
  /** Lets go of what is in flight and commits what is done. */
  stop(): Promise<void>;
  setConcurrency(concurrency: number): void;
  /** Queues failed requests again, all or of one code, and returns how many. */
  retryFailed(code: ErrorCode | null): number;
  snapshot(): RunSnapshot;
  /** Resolves once the run is stopped, finished or halted: nothing of it happens any more. */
  readonly ended: Promise<void>;
}
