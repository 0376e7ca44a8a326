import type { EngineEvent } from '#shared/engine-protocol/protocol.ts';
import type { Way } from '#shared/job/way.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Runs } from '../runs/runs.ts';
import type { Usage } from '../ways/worker-messages.ts';

/** The parts of the engine that the Lab uses. */
export interface LabDeps {
  /** The folder of its runs while they last. */
  readonly folder: string;
  /** Real runs in a folder of their own. */
  readonly openRuns: (folder: string, emit: (event: EngineEvent) => void) => Runs;
  /** Whether runs of jobs are under way. */
  readonly isDisturbed: () => boolean;
  readonly canRun: (way: Way) => boolean;
  /** Starts the browser, if it is not there yet. Rejects with a sentence where there can be none. */
  readonly openBrowser: () => Promise<unknown>;
  /**
   * The resources that the engine's processes use while one of these runs is live.
   *
   * @param withBrowser the memory of the browser is part of it
   */
  readonly usage: (runs: Runs, runId: string, withBrowser: boolean) => Usage;
  readonly clock: Clock;
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  readonly emit: (event: EngineEvent) => void;
}
