import type { EngineEvent } from '#shared/engine-protocol/protocol.ts';
import type { Way } from '#shared/job/way.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Runs } from '../runs/runs.ts';
import type { Usage } from '../ways/worker-messages.ts';

/** What the Lab asks of the engine. */
export interface LabDeps {
  /** Where its runs are kept while they last. */
  readonly folder: string;
  /** Real runs in a folder of their own. */
  readonly openRuns: (folder: string, emit: (event: EngineEvent) => void) => Runs;
  /** Runs of jobs are going on. */
  readonly isDisturbed: () => boolean;
  readonly canRun: (way: Way) => boolean;
  /** What the engine's processes take while a run of these is live. */
  readonly usage: (runs: Runs, runId: string) => Usage;
  readonly clock: Clock;
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  readonly emit: (event: EngineEvent) => void;
}
